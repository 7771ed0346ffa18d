import { html, useState } from "../vendor/htm-preact.js";
import { moment, t } from "../client/messages.js";

/** A question about an item, what was replied, and whether it is resolved. */
export function Thread({ thread, onReply, onResolve }) {
  const [text, setText] = useState("");
  const reply = (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    onReply(text.trim());
    setText("");
  };
  return html`<section class="thread" aria-label=${t("thread.title")}>
    <p dir="auto"><strong>${thread.text}</strong></p>
    <small class="quiet">${t("event.by", { name: thread.annotator, at: moment(thread.at) })}${thread.parked ? ` · ${t("thread.parked")}` : ""}</small>
    ${thread.replies?.length > 0 && html`<ul>${thread.replies.map((one) => html`<li><p dir="auto">${one.text}</p><small class="quiet">${t("event.by", { name: one.annotator, at: moment(one.at) })}</small></li>`)}</ul>`}
    ${thread.resolved && html`<p class="quiet small">✓ ${t("thread.resolved", { name: thread.resolved.annotator })}</p>`}
    ${onReply && !thread.resolved && html`<form class="row" onSubmit=${reply}>
      <input class="grow" name="reply" value=${text} maxlength="5000" aria-label=${t("thread.reply")} placeholder=${t("thread.reply")} onInput=${(event) => setText(event.target.value)} />
      <button class="button small" type="submit" disabled=${!text.trim()}>${t("thread.send")}</button>
      <button class="button small" type="button" onClick=${onResolve}>${t("thread.resolve")}</button>
    </form>`}
  </section>`;
}
