import { html } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";

const STATES = ["all", "open", "labelled", "skipped", "ignored", "review", "rejected", "disputed", "flagged"];
const STREAMS = ["", "strategy", "control"];
export const NO_FILTER = { search: "", state: "all", class: "", stream: "", disagrees: "" };

export function Filters({ project, filter, onFilter }) {
  const set = (name) => (event) => onFilter({ ...filter, [name]: event.target.value });
  return html`<form class="filters" role="search" aria-label=${t("items.filters")} onSubmit=${(event) => event.preventDefault()}>
    <label class="field search"><span>${t("items.search")}</span>
      <input type="search" name="search" value=${filter.search} placeholder=${t("items.search.hint")} onInput=${set("search")} autocomplete="off" /></label>
    <label class="field"><span>${t("items.state")}</span><select name="state" value=${filter.state} onChange=${set("state")}>
      ${STATES.map((one) => html`<option value=${one}>${t(`items.state.${one}`)}</option>`)}</select></label>
    <label class="field"><span>${t("items.class")}</span><select name="class" value=${filter.class} onChange=${set("class")}>
      <option value="">${t("items.class.all")}</option>${project.classes.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>
    <label class="field"><span>${t("items.stream")}</span><select name="stream" value=${filter.stream} onChange=${set("stream")}>
      ${STREAMS.map((one) => html`<option value=${one}>${t(`items.stream.${one || "all"}`)}</option>`)}</select></label>
    <label class="check"><input type="checkbox" name="disagrees" checked=${Boolean(filter.disagrees)} onChange=${(event) => onFilter({ ...filter, disagrees: event.target.checked ? "1" : "" })} />
      <span>${t("items.disagrees")}</span></label>
  </form>`;
}
