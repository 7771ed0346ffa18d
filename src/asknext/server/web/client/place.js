/** Where this page is: in a project of a workspace (`/p/NAME/page`), or in the one project that is served alone (`/page`). */
const [, first, second, third] = location.pathname.split("/");
const inProject = first === "p" && Boolean(second);

/** The project's name in the address, or null where there is only one. */
export const projectName = inProject ? decodeURIComponent(second) : null;

/** Which page the address names. */
export const pageInAddress = inProject ? third || "label" : first || "label";

/** Where the HTTP interface of this page's project begins. */
export const apiBase = () => (inProject ? `/api/v1/projects/${second}` : "/api/v1");

/** An address in an answer of the server, which speaks as if its project were the only one, as it is to be asked for here. */
export const asked = (url) => (inProject ? url.replace(/^\/api\/v1(?=\/)/, apiBase()) : url);

/** The address of a page of this page's project. */
export const pageUrl = (name) => (inProject ? `/p/${second}/${name}` : `/${name}`);
