/** What a case was split off, and what was split off it. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import type { CaseFile } from "../wire";

/** The card; nothing for a case that stands alone. */
export function Family({ file }: { file: CaseFile }): JSX.Element | null {
  if (file.parent === null && file.children.length === 0) return null;
  return (
    <section class="card" aria-labelledby="family">
      <h2 id="family">{t("分出的事项")}</h2>
      {file.parent !== null && (
        <p>
          {t("从{number}分出", { number: file.parent.number })} <a href={href(`/cases/${file.parent.id}`)}>{t("打开{number}", { number: file.parent.number })}</a>
        </p>
      )}
      {file.part && <p>{file.part}</p>}
      {file.children.map((child) => (
        <p key={child.id}>
          <a href={href(`/cases/${child.id}`)}>
            {child.number} {child.category.name}
          </a>{" "}
          {child.label}
        </p>
      ))}
    </section>
  );
}
