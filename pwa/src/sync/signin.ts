/** Logging in on a phone that several people may use; fetched with the page that asks for the password. */
import { login, type Answer } from "../api/client";
import { scopeOf, worksInTheField } from "../api/roles";
import type { Me } from "../api/wire";
import { accountLeft, currentAccount, knownAccounts, openAccount } from "../store/device";
import { heedScope } from "../store/kept";
import { keyOf, unsealAccount } from "../store/seal";
import { tell } from "./channel";
import { close } from "./session";

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
