/** The desk: says who is logged in; its pages grow here. */
import { render } from "preact";
import { me } from "../api/client";
import { t, useWords } from "../shell/words";
import "../shell/tokens.css";

/** Who the server says is sitting here. */
function Desk({ name }: { name: string | null }): preact.JSX.Element {
  return <main>{name ?? <a href="/app/login">{t("登录")}</a>}</main>;
}

async function start(): Promise<void> {
  await useWords(() => import("../shell/locale/desk"));
  const who = await me();
  render(<Desk name={who.kind === "ok" ? who.data.name : null} />, document.getElementById("desk")!);
}

void start();
