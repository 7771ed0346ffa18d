import { t } from "../client/messages.js";

const LINKS = [
  ["projects", false, "M4 7h6l2 2h8v9H4zM4 7V5h6l2 2"],
  ["people", true, "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5a6.5 6.5 0 0 1 3.5 5.5"],
  ["audit", true, "M6 3h9l4 4v14H6zM9 9h6M9 13h6M9 17h4"],
  ["account", false, "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21a8 8 0 0 1 16 0"],
];

/** The pages of a workspace that `me` may see: [name, address, drawing, text]. */
export const workspaceLinks = (me) =>
  LINKS.filter(([, admin]) => me.admin || !admin).map(([name, , path]) => [name, `/${name}`, path, t(`${name}.title`)]);
