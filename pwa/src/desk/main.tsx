/** The desk starts here. */
import { render } from "preact";
import { applyLook } from "../shell/prefs";
import { followLinks } from "../shell/route";
import { registerWorker } from "../shell/update";
import { useWords } from "../shell/words";
import { Desk } from "./Desk";
import { recognise } from "./live";
import "../../../backend/front/static/tokens.css";
import "./desk.css";

async function start(): Promise<void> {
  applyLook();
  followLinks();
  await useWords(() => import("../shell/locale/desk"));
  render(<Desk />, document.getElementById("desk")!);
  await recognise();
}

void start();
void registerWorker();
