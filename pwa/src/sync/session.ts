/** Logging out on a phone that several people may use, and what a killed browser left of it. */
import { logout, me } from "../api/client";
import { accountLeft, changeAccount, currentAccount, knownAccounts, leaveAccount, leavingAccount, type Account } from "../store/device";
import { unsafeToLeave } from "../store/outbox";
import { sealAccount } from "../store/seal";

/** Log out and seal what stays on the phone. Returns how many unsent items forbid it; 0 when it is done. */
export async function signOut(account: Account): Promise<number> {
  const unsafe = await unsafeToLeave(account.id);
  if (unsafe > 0) return unsafe;
  await leaveAccount(account.id);
  await close(account);
  await finishLeaving();
  return 0;
}

/** End on the server the session of whoever logged out here; without a network it is tried again later. */
export async function finishLeaving(): Promise<void> {
  const leaving = await leavingAccount();
  if (leaving === undefined) return;
  const who = await me();
  const ended = who.kind === "login" || (who.kind === "ok" && (who.data.id !== leaving || (await logout()).kind === "ok"));
  if (ended) await accountLeft();
}

/** Seal what a killed browser left open of accounts that are not in use. */
export async function tidyAccounts(): Promise<void> {
  const open = await currentAccount();
  for (const account of await knownAccounts()) if (account.id !== open?.id && account.key) await close(account);
}

/** Seal what the phone holds of `account`, so that only its password opens it. */
export async function close(account: Account): Promise<void> {
  if (!account.key) return;
  await sealAccount(account.id, account.key);
  await changeAccount(account.id, ({ key: _key, ...rest }) => rest);
}
