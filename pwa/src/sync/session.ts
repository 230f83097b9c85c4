/** What a log-out on a phone that several people may use leaves to do, also when the browser was killed in between. */
import { logout, me } from "../api/client";
import { accountLeft, changeAccount, currentAccount, knownAccounts, leavingAccount, type Account } from "../store/device";

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
  // not of the first load: most starts seal nothing
  const { sealAccount } = await import("../store/seal");
  await sealAccount(account.id, account.key);
  await changeAccount(account.id, ({ key: _key, ...rest }) => rest);
}
