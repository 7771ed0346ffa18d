import { toast } from "./toast.js";

/** `act(work, said)`: does something, says so, then shows by `load` how things are now; whether it was done. */
export const doing = (load) => async (work, said) => {
  let done = false;
  try {
    await work();
    done = true;
    if (said) toast(said);
  } catch (error) {
    toast(error.message, { bad: true });
  }
  await load();
  return done;
};
