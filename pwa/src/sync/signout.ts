/** Logging out on a phone that several people may use. */
import { leaveAccount, type Account } from "../store/device";
import { unsafeToLeave } from "../store/outbox";
import { close, finishLeaving } from "./session";

/** Log out and seal what stays on the phone. Returns how many unsent items forbid it; 0 when it is done. */
export async function signOut(account: Account): Promise<number> {
  const unsafe = await unsafeToLeave(account.id);
  if (unsafe > 0) return unsafe;
  await leaveAccount(account.id);
  await close(account);
  await finishLeaving();
  return 0;
}
