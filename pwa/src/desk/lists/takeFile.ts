/** Taking a file from the server. */
import { t, language } from "../../shell/words";
import type { Problem } from "../../api/wire";
import { expire, viewer } from "../live";

/** Hand a file to the browser. */
export function save(file: Blob, name: string): void {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Ask for a file; return it with its number of rows, or what is wrong. A session that has ended leads to the login. */
export async function fetchFile(path: string, body: unknown): Promise<{ file: Blob; rows: string } | Problem | null> {
  try {
    const response = await fetch(path, {
      method: "POST", cache: "no-store", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": viewer.value?.csrf ?? "", "Accept-Language": language() },
      body: JSON.stringify(body),
    });
    if (response.ok) return { file: await response.blob(), rows: response.headers.get("Zhitong-Rows") ?? "0" };
    if (response.status !== 401) return (await response.json()) as Problem;
    expire();
    return null;
  } catch {
    return { status: 0, title: t("连不上服务器，请检查网络再试。") } as Problem;
  }
}
