import { t } from "../client/messages.js";
import { labelText } from "../client/project.js";

/** The label of an item in words, or that it has none. */
export const given = (project, value) => (value ? labelText(project, value, t("items.none")) : t("items.unlabelled"));
