/** 网格版本: the drawings of the grid, from when each is in force and what it made of the cells before. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { usePages } from "../live";
import { Heading, isoMinute, Printed, Waiting } from "../parts";
import { stateTag } from "./tag";
import type { EditionRow } from "./wire";

/** The page. */
export function EditionsPage(): JSX.Element {
  const { rows, more, reading } = usePages<EditionRow>("/api/editions");
  return (
    <>
      <div class="pagehead">
        <Heading title={t("网格版本")}>{t("网格版本")}</Heading>
        <button type="button" class="btn second" onClick={() => print()}>{t("打印")}</button>
      </div>
      <div class="pad"><p class="sub">{t("网格不改，只换版。每一版从哪天起用、把什么挪到了别的网格，在这里看；数字只算您的辖区。")}</p></div>
      <Waiting reading={reading} />
      {rows?.length === 0 && <div class="empty"><p>{t("您的辖区还没有网格。管理员用命令行导入第一版后，这里就能看到。")}</p></div>}
      {rows !== null && rows.length > 0 && (
        <div class="cases">
          <table class="rows">
            <caption class="vh">{t("网格版本")}</caption>
            <thead><tr><th scope="col">{t("版本")}</th><th scope="col">{t("状态")}</th><th scope="col">{t("启用")}</th><th scope="col">{t("网格")}</th><th scope="col">{t("怎么来的")}</th></tr></thead>
            <tbody>{rows.map((each) => <Row key={each.id} of={each} />)}</tbody>
          </table>
          {more && <p class="pad"><button type="button" class="btn second slim" onClick={more}>{t("看更多")}</button></p>}
        </div>
      )}
      <Printed what={[t("网格版本")]} />
    </>
  );
}

function Row({ of }: { of: EditionRow }): JSX.Element {
  const became = [[t("没变"), of.kept], [t("换了编号"), of.renamed], [t("拆分"), of.split], [t("合并"), of.merged], [t("调整边界"), of.redrawn]] as const;
  const known = became.filter(([, n]) => n > 0).map(([label, n]) => t("{label}{n}个", { label, n }));
  return (
    <tr>
      <th scope="row"><a href={href(`/editions/${of.id}`)}>{of.name}</a> <span class="meta">{of.area_name}</span></th>
      <td><Tag {...stateTag(of.state)}>{of.state_label}</Tag></td>
      <td class="day" data-name={t("启用")}>{of.in_force_from}</td>
      <td data-name={t("网格")}>{t("{n}个", { n: of.cells })} {known.length > 0 && <span class="meta">{t("原有网格：{what}", { what: known.join(t("、")) })}</span>}</td>
      <td data-name={t("怎么来的")}>{[of.file_name || of.source, of.imported_by].filter(Boolean).join("·")} <span class="meta">{isoMinute(of.imported_at)}</span></td>
    </tr>
  );
}
