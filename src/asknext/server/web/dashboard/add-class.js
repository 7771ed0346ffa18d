import { html, useRef } from "../vendor/htm-preact.js";
import { post } from "../client/api.js";
import { t } from "../client/messages.js";
import { toast } from "../client/toast.js";

export function AddClass() {
  const field = useRef(null);
  const add = async (event) => {
    event.preventDefault();
    const name = field.current.value.trim();
    if (!name) return;
    try {
      await post("/classes", { name });
      toast(t("dashboard.class.added", { name }));
      field.current.value = "";
    } catch (error) {
      toast(error.message, { bad: true });
    }
  };
  return html`<form class="add-class" onSubmit=${add}>
    <label class="field"><span class="unseen">${t("dashboard.class.name")}</span><input ref=${field} name="class" maxlength="200" placeholder=${t("dashboard.class.name")} autocomplete="off" /></label>
    <button class="button" type="submit">${t("dashboard.class.add")}</button>
  </form>`;
}
