/** The worker app starts here. */
import { render } from "preact";
import { me } from "../api/client";
import { t, useWords } from "../shell/words";
import "../shell/tokens.css";

async function start(): Promise<void> {
  await useWords(() => import("../shell/locale/worker"));
  const who = await me();
  render(<main>{who.kind === "ok" ? who.data.name : t("登录")}</main>, document.getElementById("app")!);
}

void start();
