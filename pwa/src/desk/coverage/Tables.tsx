/** The map of coverage as a table: every cell with its nearest post, every post with its cells. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { put } from "./asked";
import { distance, postName, stateName } from "./say";
import type { PostReach, ReachedCell, Survey } from "./wire";

/** Both tables. */
export function Tables({ of, chosen, pick }: { of: Survey; chosen: string | null; pick: (code: string) => void }): JSX.Element {
  const rows = [...of.cells].sort((a, b) => (b.nearest?.distance_m ?? Infinity) - (a.nearest?.distance_m ?? Infinity) || a.code.localeCompare(b.code));
  return (
    <>
      <table class="rows">
        <caption>{t("全部{n}个网格", { n: rows.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("网格")}</th>
            <th scope="col">{t("状态")}</th>
            <th scope="col">{t("最近的采集点")}</th>
            <th scope="col" class="num">{t("距离")}</th>
            <th scope="col" class="num">{t("步行")}</th>
            {["户", "件", "意见", "难办的"].map((name) => <th key={name} scope="col" class="num">{t(name)}</th>)}
            <th scope="col" class="noprint">{t("试放")}</th>
          </tr>
        </thead>
        <tbody>{rows.map((cell) => <Row key={cell.code} cell={cell} chosen={cell.code === chosen} pick={pick} />)}</tbody>
      </table>
      <Posts posts={of.posts} cells={of.cells} />
    </>
  );
}

function Row({ cell, chosen, pick }: { cell: ReachedCell; chosen: boolean; pick: (code: string) => void }): JSX.Element {
  const near = cell.nearest;
  return (
    <tr class={chosen ? "sel" : ""}>
      <th scope="row">
        <button type="button" class="cellpick" aria-pressed={chosen} onClick={() => pick(cell.code)}>{cell.name}</button>
        <span class="meta">{cell.village}</span>
      </th>
      <td>{stateName(cell.state)}</td>
      <td>{near ? postName(near) : "–"}</td>
      <td class="num">{near ? distance(near.distance_m) : "–"}</td>
      <td class="num">{near ? t("{n}分钟", { n: near.walk_min }) : "–"}</td>
      <td class="num" data-name={t("户")}>{cell.households}</td>
      <td class="num" data-name={t("件")}>{cell.reports}</td>
      <td class="num" data-name={t("意见")}>{cell.opinions}</td>
      <td class="num" data-name={t("难办的")}>{cell.harder}</td>
      <td class="noprint">
        <button type="button" class="btn quiet slim" onClick={() => put([cell.lon, cell.lat])}>
          {t("试放")}
          <span class="vh">{cell.name}</span>
        </button>
      </td>
    </tr>
  );
}

function Posts({ posts, cells }: { posts: PostReach[]; cells: ReachedCell[] }): JSX.Element {
  const names = new Map(cells.map(({ code, name }) => [code, name]));
  return (
    <table class="rows">
      <caption>{t("{n}个采集点", { n: posts.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("采集点")}</th>
          <th scope="col">{t("编入的网格")}</th>
          <th scope="col" class="num">{t("够到的网格")}</th>
          <th scope="col" class="num">{t("只有它够到的")}</th>
        </tr>
      </thead>
      <tbody>
        {posts.map((post) => (
          <tr key={`${post.id}-${post.mobile}`}>
            <th scope="row">
              {post.name}
              <span class="meta">{[post.mobile ? t("流动，正在开") : "", post.ours ? "" : t("辖区外")].filter(Boolean).join("·")}</span>
            </th>
            <td>{post.cell === null ? t("没有编入网格") : (names.get(post.cell) ?? post.cell)}</td>
            <td class="num" data-name={t("够到的网格")}>{post.reaches}</td>
            <td class="num" data-name={t("只有它够到的")}>{post.alone}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
