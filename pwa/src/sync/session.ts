/** Logging in and out on a phone that several people may use. */
import { login, logout, me, type Answer } from "../api/client";
import { scopeOf, worksInTheField } from "../api/roles";
import type { Me } from "../api/wire";
import { accountLeft, changeAccount, currentAccount, knownAccounts, leaveAccount, leavingAccount, openAccount, type Account } from "../store/device";
import { heedScope } from "../store/kept";
import { unsafeToLeave } from "../store/outbox";
import { keyOf, sealAccount, unsealAccount } from "../store/seal";
import { tell } from "./channel";

function elsewhere(answer: Answer<Me> & { kind: "ok" }): Answer<Me> {
  const problem = { status: 403, title: "这个账号不是网格员或信息采集员，请到工作台。", code: "not_in_the_field" };
  return { kind: "refused", status: problem.status, problem, heard: answer.heard };
}

/** Log in, and open that account's own work on this phone; whoever's was open before is sealed. */
export async function signIn(name: string, password: string, code?: string): Promise<Answer<Me>> {
  const answer = await login(name, password, code);
  if (answer.kind !== "ok") return answer;
  if (answer.data.needs) {
    // Another password or a second factor is set up at the desk, which every account may open.
    const title = answer.data.needs === "password" ? "请先换成自己的密码" : "您的岗位要用两步验证，请先绑定";
    return { kind: "refused", status: 403, problem: { status: 403, title, code: "at_the_desk_first" }, heard: answer.heard };
  }
  if (!worksInTheField(answer.data.roles)) return elsewhere(answer);
  const before = await currentAccount();
  const known = (await knownAccounts()).find((account) => account.id === answer.data.id);
  const salt = known?.salt ?? crypto.getRandomValues(new Uint8Array(16));
  const key = await keyOf(password, salt);
  const account = { id: answer.data.id, login: answer.data.login ?? name, name: answer.data.name, salt, key, expired: false };
  await openAccount(account);
  await accountLeft();
  if (before && before.id !== account.id) await close(before);
  await unsealAccount(account.id, key);
  await heedScope(account.id, scopeOf(answer.data.roles));
  tell({ kind: "changed", account: account.id });
  return answer;
}

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

async function close(account: Account): Promise<void> {
  if (!account.key) return;
  await sealAccount(account.id, account.key);
  await changeAccount(account.id, ({ key: _key, ...rest }) => rest);
}
