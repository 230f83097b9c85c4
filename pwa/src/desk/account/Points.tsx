/** What one's own opinions came to, where the office keeps points. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { useRead } from "../live";

interface Counted {
  on: boolean;
  said: number;
  adopted: number;
  points: number;
}

/** The card; nothing where no points are kept. */
export function Points(): JSX.Element | null {
  const found = useRead<Counted>("/api/me/points").data;
  if (!found?.on) return null;
  return (
    <section class="card" aria-labelledby="points-title">
      <h2 id="points-title">{t("参与积分")}</h2>
      <p>{t("您提的意见：{said}条已计数，{adopted}条被采纳，共{points}分。", { said: String(found.said), adopted: String(found.adopted), points: String(found.points) })}</p>
    </section>
  );
}
