import { useEffect, useState } from "../vendor/htm-preact.js";
import { get } from "./api.js";

/** A job of the server, asked about every `pause` milliseconds until it is over: [job, setJob]. */
export function useJob(pause) {
  const [job, setJob] = useState(null);
  useEffect(() => {
    if (job?.status !== "running") return undefined;
    const timer = setTimeout(() => get(`/jobs/${job.id}`).then(setJob, () => setJob({ ...job })), pause);
    return () => clearTimeout(timer);
  }, [job]);
  return [job, setJob];
}
