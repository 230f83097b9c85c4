/** What reports of a case say: the words for what a sighting holds, and how corrected sightings stand; pure. */
import type { Report } from "../wire";

export const noticed: Record<string, string> = {
  door_visit: "上门走访",
  neighbour_inquiry: "邻里问询",
  public_interaction: "群众互动",
  own_observation: "自行发现",
};
export const risks: Record<string, string> = { low: "一般", medium: "较大", high: "紧急" };
/** Fields that may be corrected. */
export const names: Record<string, string> = { text: "事情", category: "类别", noticed_by: "怎么知道的", risk: "风险", seen_at: "看到的时间", place_words: "地点" };

export interface Standing {
  /** As it stands: of a sighting that was corrected the merged state, with the first one's number, photos and place. */
  now: Report;
  /** The first and its corrections, oldest first; nothing but the first when it was never corrected. */
  versions: Report[];
}

/** What stands in the file: corrected sightings as they are now, all else as it came; a correction whose first went to another case too. */
export function standing(reports: readonly Report[]): Standing[] {
  const corrections = (first: Report): Report[] => reports.filter(({ corrects_id, changes }) => corrects_id === first.id && changes !== null && changes.length > 0);
  const here = new Set<string | null>(reports.map(({ id }) => id));
  return reports
    .filter(({ changes, corrects_id }) => changes === null || changes.length === 0 || !here.has(corrects_id))
    .map((report) => {
      const later = report.changes === null ? corrections(report) : [];
      const last = later.at(-1);
      if (!last) return { now: report, versions: [report] };
      const { text, category_name, noticed_by, risk, seen_at, place_words, erased } = last;
      return { now: { ...report, text, category_name, noticed_by, risk, seen_at, place_words, erased }, versions: [report, ...later] };
    });
}
