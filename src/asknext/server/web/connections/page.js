import { html, render } from "../vendor/htm-preact.js";
import { t } from "../client/messages.js";
import { Shell } from "../parts/shell.js";
import { Machines } from "./machines.js";
import { Webhooks } from "./webhooks.js";

/** What goes out of the project: events to webhooks, items to machines. */
export function mount(root, project) {
  render(html`<${Shell} page="connections" project=${project}><div class="team">
    <h1>${t("connections.title")}</h1>
    <${Webhooks} />
    <${Machines} />
  </div><//>`, root);
}
