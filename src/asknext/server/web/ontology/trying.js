import { Away } from "../client/api.js";
import { t } from "../client/messages.js";
import { toast } from "../client/toast.js";

/** Runs work on the server and says what it refuses. */
export const trying = (work) => work().catch((error) => toast(error instanceof Away ? t("network.away") : error.message, { bad: true }));
