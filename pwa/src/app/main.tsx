/** The worker app starts here. WARNING: part of the first load; whatever can come later does. */
import { render } from "preact";
import { startLive } from "../features/live";
import { applyLook } from "../shell/prefs";
import { followLinks } from "../shell/route";
import { registerWorker } from "../shell/update";
import { useWords } from "../shell/words";
import { finishLeaving, tidyAccounts } from "../sync/session";
import { App } from "./App";
import "../../../backend/front/static/tokens.css";
import "./app.css";

async function start(): Promise<void> {
  applyLook();
  followLinks();
  await useWords(() => import("../shell/locale/worker"));
  render(<App />, document.getElementById("app")!);
  await startLive();
  await tidyAccounts();
  await finishLeaving();
  addEventListener("online", () => void finishLeaving());
}

void start();
void registerWorker();
