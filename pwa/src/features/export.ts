/** Hands the queue to the person as a file. */
import type { Account } from "../store/device";
import { exportQueue } from "../store/export";

/** Save everything unsent of `account` under a name with its day. */
export async function saveExport(account: Account): Promise<void> {
  const url = URL.createObjectURL(await exportQueue(account.id, account.name));
  const link = document.createElement("a");
  link.href = url;
  link.download = `zhitong-${account.login}-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
