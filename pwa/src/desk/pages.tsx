/** Every page of the desk, one line a page: its address, who sees it, where it stands in the menu, where its code is. */
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import type { IconName } from "../shell/icon";
import { go } from "../shell/route";
import { Backlog } from "./backlog/Backlog";
import { CaseFilePage } from "./file/CaseFilePage";
import { Cases } from "./lists/Cases";
import { Inbox, tabs } from "./lists/Inbox";
import { bodies, holds, mayRegister, onlyByCode, readers, seesCases, viewer } from "./live";

/** What a page is given: the key in its address (empty where it has none), and the address. */
export interface PageProps {
  id: string;
  here: string;
}

export interface DeskPage {
  /** The path below /desk; `:id` stands for a key. */
  at: string;
  sees: () => boolean;
  /** Its line in the menu, under one of `groups`; without one it is reached from another page. */
  menu?: { group: string; icon: IconName; label: string };
  /** Part of the first load, for what is opened many times a day. */
  page?: ComponentType<PageProps>;
  /** Fetched when it is first opened. */
  load?: () => Promise<ComponentType<PageProps>>;
}

type InMenu = DeskPage & { menu: NonNullable<DeskPage["menu"]> };

const always = (): boolean => true;
const readsArea = (): boolean => holds(...readers);
const seesLists = (): boolean => seesCases() && !onlyByCode();
const readsOrServes = (): boolean => readsArea() || bodies.value.length > 0;
/** An expert may hold no role at all. */
const servesOrReviews = (): boolean => readsOrServes() || viewer.value?.roles.length === 0;
const administers = (): boolean => holds("system_administrator", "security_administrator");

/** An address that was moved. */
function Onward({ to }: { to: string }): null {
  useEffect(() => go(to, true), [to]);
  return null;
}

/** The groups of the menu, in their order. */
const groups = [{ label: "办理" }, { label: "立法征询" }, { label: "履职监督" }, { label: "站点" }, { label: "设置" }];

const pages: DeskPage[] = [
  { at: "/", sees: seesCases, menu: { group: "办理", icon: "box", label: "收件箱" }, page: ({ here }) => <Inbox tab={here} /> },
  ...tabs.filter(({ to }) => to !== "/").map(({ to }): DeskPage => ({ at: to, sees: seesCases, page: () => <Inbox tab={to} /> })),
  { at: "/register", sees: () => seesCases() && mayRegister(), menu: { group: "办理", icon: "pen", label: "登记" }, load: () => import("./register/RegisterPage").then((module) => module.RegisterPage) },
  { at: "/cases", sees: seesLists, menu: { group: "办理", icon: "task", label: "事项" }, page: Cases },
  { at: "/cases/:id", sees: seesCases, page: CaseFilePage },
  { at: "/backlog", sees: readsArea, menu: { group: "办理", icon: "clock", label: "积案" }, page: Backlog },
  { at: "/map", sees: readsArea, menu: { group: "办理", icon: "map", label: "地图" }, load: () => import("./map/MapPage").then((module) => module.MapPage) },
  { at: "/coverage", sees: readsArea, menu: { group: "办理", icon: "place", label: "覆盖与布点" }, load: () => import("./coverage/CoveragePage").then((module) => module.CoveragePage) },
  { at: "/editions", sees: readsArea, menu: { group: "站点", icon: "map", label: "网格版本" }, load: () => import("./editions/EditionsPage").then((module) => module.EditionsPage) },
  { at: "/editions/:id", sees: readsArea, load: () => import("./editions/EditionPage").then((module) => module.EditionPage) },
  { at: "/alerts", sees: readsArea, menu: { group: "办理", icon: "bang", label: "预警" }, load: () => import("./alerts/AlertsPage").then((module) => module.AlertsPage) },
  { at: "/visits", sees: readsArea, menu: { group: "办理", icon: "home", label: "走访任务" }, load: () => import("./visits/VisitsPage").then((module) => module.VisitsPage) },
  { at: "/visits/:id", sees: readsArea, load: () => import("./visits/VisitPage").then((module) => module.VisitPage) },
  { at: "/bulletins", sees: readsArea, menu: { group: "办理", icon: "up", label: "分析研判" }, load: () => import("./bulletins/BulletinsPage").then((module) => module.BulletinsPage) },
  { at: "/bulletins/preview", sees: readsArea, load: () => import("./bulletins/BulletinPage").then((module) => module.BulletinPage) },
  { at: "/bulletins/:id", sees: readsArea, load: () => import("./bulletins/BulletinPage").then((module) => module.BulletinPage) },
  { at: "/ledgers", sees: readsArea, menu: { group: "办理", icon: "task", label: "台账" }, load: () => import("./ledgers/LedgersPage").then((module) => module.LedgersPage) },
  { at: "/solicitations", sees: seesCases, menu: { group: "立法征询", icon: "up", label: "征询项目" }, load: () => import("./solicitations/SolicitationsPage").then((module) => module.SolicitationsPage) },
  { at: "/solicitations/:id", sees: seesCases, load: () => import("./solicitations/SolicitationPage").then((module) => module.SolicitationPage) },
  { at: "/opinions", sees: seesCases, menu: { group: "立法征询", icon: "pen", label: "意见" }, load: () => import("./opinions/OpinionsPage").then((module) => module.OpinionsPage) },
  { at: "/opinions/:id", sees: seesCases, load: () => import("./opinions/OpinionPage").then((module) => module.OpinionPage) },
  { at: "/activities", sees: seesLists, menu: { group: "履职监督", icon: "clock", label: "活动" }, load: () => import("./activities/Activities").then((module) => module.Activities) },
  { at: "/activities/:id", sees: seesCases, load: () => import("./activities/ActivityPage").then((module) => module.ActivityPage) },
  { at: "/commitments/:id", sees: always, load: () => import("./activities/CommitmentPage").then((module) => module.CommitmentPage) },
  // Where these stood before: notices and bookmarks lead on.
  { at: "/meetings", sees: seesLists, page: () => <Onward to="/activities?type=joint_meeting" /> },
  { at: "/meetings/:id", sees: seesCases, page: ({ id }) => <Onward to={`/activities/${id}`} /> },
  { at: "/digests", sees: readsOrServes, menu: { group: "立法征询", icon: "pen", label: "意见整理" }, load: () => import("./digests/DigestsPage").then((module) => module.DigestsPage) },
  { at: "/digests/batches", sees: readsOrServes, menu: { group: "立法征询", icon: "up", label: "上报批次" }, load: () => import("./digests/BatchesPage").then((module) => module.BatchesPage) },
  { at: "/digests/experts", sees: servesOrReviews, menu: { group: "立法征询", icon: "ok", label: "专家把关" }, load: () => import("./digests/ExpertsPage").then((module) => module.ExpertsPage) },
  { at: "/digests/funnel", sees: readsOrServes, menu: { group: "立法征询", icon: "down", label: "意见漏斗" }, load: () => import("./digests/FunnelPage").then((module) => module.FunnelPage) },
  { at: "/digests/items/:id", sees: always, load: () => import("./digests/ItemPage").then((module) => module.ItemPage) },
  { at: "/digests/:id", sees: readsOrServes, load: () => import("./digests/DraftPage").then((module) => module.DraftPage) },
  { at: "/initiatives", sees: seesCases, menu: { group: "履职监督", icon: "up", label: "建议和线索" }, load: () => import("./initiatives/Initiatives").then((module) => module.Initiatives) },
  { at: "/initiatives/:id", sees: seesCases, load: () => import("./initiatives/InitiativePage").then((module) => module.InitiativePage) },
  { at: "/proposals", sees: readsOrServes, menu: { group: "立法征询", icon: "up", label: "立法建议项目" }, load: () => import("./proposals/Proposals").then((module) => module.Proposals) },
  { at: "/proposals/:id", sees: readsOrServes, load: () => import("./proposals/ProposalPage").then((module) => module.ProposalPage) },
  { at: "/informants", sees: readsArea, menu: { group: "立法征询", icon: "home", label: "立法信息员" }, load: () => import("./sharing/Informants").then((module) => module.Informants) },
  { at: "/review-hints", sees: readsOrServes, menu: { group: "立法征询", icon: "bang", label: "备案审查信息" }, load: () => import("./sharing/ReviewHints").then((module) => module.ReviewHints) },
  { at: "/receptions", sees: seesCases, menu: { group: "履职监督", icon: "clock", label: "接待日" }, load: () => import("./receptions/ReceptionsPage").then((module) => module.ReceptionsPage) },
  { at: "/receptions/:id", sees: seesCases, load: () => import("./receptions/ReceptionPage").then((module) => module.ReceptionPage) },
  { at: "/deputies", sees: readsArea, menu: { group: "履职监督", icon: "home", label: "人大代表" }, load: () => import("./deputies/DeputiesPage").then((module) => module.DeputiesPage) },
  { at: "/pairings", sees: seesCases, menu: { group: "履职监督", icon: "task", label: "结对" }, load: () => import("./pairings/PairingsPage").then((module) => module.PairingsPage) },
  { at: "/performance", sees: () => holds("deputy"), menu: { group: "履职监督", icon: "ok", label: "我的履职档案" }, load: () => import("./performance/PerformancePage").then((module) => module.PerformancePage) },
  { at: "/performance/:id", sees: () => holds("deputy", "town_congress"), load: () => import("./performance/PerformancePage").then((module) => module.PerformancePage) },
  { at: "/funds", sees: readsArea, menu: { group: "履职监督", icon: "box", label: "公益台账" }, load: () => import("./funds/FundsPage").then((module) => module.FundsPage) },
  { at: "/projects", sees: seesCases, menu: { group: "履职监督", icon: "up", label: "民生实事" }, load: () => import("./projects/Projects").then((module) => module.Projects) },
  { at: "/projects/:id", sees: seesCases, load: () => import("./projects/ProjectPage").then((module) => module.ProjectPage) },
  { at: "/ballots", sees: seesCases, menu: { group: "履职监督", icon: "task", label: "票决" }, load: () => import("./ballots/Ballots").then((module) => module.Ballots) },
  { at: "/ballots/:id", sees: seesCases, load: () => import("./ballots/BallotPage").then((module) => module.BallotPage) },
  { at: "/offices", sees: seesCases, menu: { group: "站点", icon: "home", label: "站点和机构" }, load: () => import("./offices/OfficesPage").then((module) => module.OfficesPage) },
  { at: "/scans", sees: () => readsArea() || holds("deputy"), menu: { group: "站点", icon: "down", label: "扫码统计" }, load: () => import("./scans/ScansPage").then((module) => module.ScansPage) },
  { at: "/wishes", sees: seesCases, menu: { group: "站点", icon: "ok", label: "心愿树" }, load: () => import("./wishes/WishesPage").then((module) => module.WishesPage) },
  { at: "/evaluation", sees: readsArea, menu: { group: "站点", icon: "ok", label: "评估" }, load: () => import("./evaluation/EvaluationsPage").then((module) => module.EvaluationsPage) },
  { at: "/evaluation/weights", sees: readsArea, load: () => import("./evaluation/WeightsPage").then((module) => module.WeightsPage) },
  { at: "/evaluation/:id", sees: readsArea, load: () => import("./evaluation/EvaluationPage").then((module) => module.EvaluationPage) },
  { at: "/stories", sees: () => holds("liaison", "town_congress"), menu: { group: "站点", icon: "pen", label: "案例和故事" }, load: () => import("./stories/StoriesPage").then((module) => module.StoriesPage) },
  { at: "/rules", sees: readsArea, menu: { group: "设置", icon: "pen", label: "分派规则" }, load: () => import("./rules/RulesPage").then((module) => module.RulesPage) },
  { at: "/replies", sees: readsArea, menu: { group: "设置", icon: "pen", label: "回复模板" }, load: () => import("./replies/RepliesPage").then((module) => module.RepliesPage) },
  { at: "/people", sees: administers, menu: { group: "设置", icon: "task", label: "人员和账号" }, load: () => import("./admin/PeoplePage").then((module) => module.PeoplePage) },
  { at: "/partners", sees: () => holds("system_administrator"), menu: { group: "设置", icon: "up", label: "对接系统" }, load: () => import("./admin/PartnersPage").then((module) => module.PartnersPage) },
  { at: "/audit", sees: () => holds("audit_administrator"), menu: { group: "设置", icon: "box", label: "日志" }, load: () => import("./admin/AuditPage").then((module) => module.AuditPage) },
  { at: "/account", sees: always, menu: { group: "设置", icon: "key", label: "账号与安全" }, load: () => import("./account/AccountPage").then((module) => module.AccountPage) },
];

/** The menu of this person: the groups that have lines, each with its pages. */
export function menu(): { label: string; pages: InMenu[] }[] {
  const lines = pages.filter((each): each is InMenu => each.menu !== undefined && each.sees());
  return groups.map(({ label }) => ({ label, pages: lines.filter((each) => each.menu.group === label) })).filter((each) => each.pages.length > 0);
}

/** The page at an address and the key in it; null where there is none for this person. */
export function pageAt(here: string): (DeskPage & PageProps) | null {
  for (const each of pages) {
    const found = new RegExp(`^${each.at.replace(":id", "([0-9a-z-]{1,40})")}$`).exec(here);
    if (found && each.sees()) return { ...each, id: found[1] ?? "", here };
  }
  return null;
}
