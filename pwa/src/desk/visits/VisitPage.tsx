/** One task of a visit, as others name it. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { useRead } from "../live";
import type { PageProps } from "../pages";
import { Heading, Printed, Waiting } from "../parts";
import { One } from "./VisitsPage";
import type { VisitTask } from "./wire";
import "../admin/admin.css";

/** The page. */
export function VisitPage({ id }: PageProps): JSX.Element {
  const reading = useRead<VisitTask>(`/api/visit-tasks/${id}`);
  return (
    <>
      <div class="pagehead">
        <Heading title={t("走访任务")}>{t("走访任务")}</Heading>
        <a class="btn second slim noprint" href={href("/visits")}>{t("全部走访任务")}</a>
      </div>
      <Waiting reading={reading} />
      {reading.data !== null && reading.refused === null && <div class="admin"><One of={reading.data} again={reading.again} /></div>}
      <Printed what={[t("走访任务")]} />
    </>
  );
}
