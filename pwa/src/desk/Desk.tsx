/** The frame around every page: who is here, where to go, the way out. */
import type { ComponentType, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { logout } from "../api/client";
import { worksInTheField } from "../api/roles";
import { Icon, type IconName } from "../shell/icon";
import { Notice } from "../shell/parts";
import { href, path } from "../shell/route";
import { newVersion, notNow, takeOver } from "../shell/update";
import { language, t } from "../shell/words";
import { CaseFilePage } from "./file/CaseFilePage";
import { Cases } from "./lists/Cases";
import { Inbox, tabs } from "./lists/Inbox";
import { Backlog } from "./backlog/Backlog";
import { bodies, frame, holds, mayRegister, onlyByCode, readers, seesCases, viewer, waitingCount } from "./live";
import { Login } from "./Login";
import { MeetingPage } from "./meetings/MeetingPage";
import { Meetings } from "./meetings/Meetings";
import { Heading } from "./parts";

/** The whole desk. */
export function Desk(): JSX.Element {
  if (viewer.value === undefined) return <p class="pad" role="status">{t("正在读取…")}</p>;
  if (viewer.value === null) return <Login />;
  return (
    <div class="desk">
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>
        {t("跳到正文")}
      </a>
      <Head />
      <Nav />
      <Page />
    </div>
  );
}

function Head(): JSX.Element {
  const { name, roles } = viewer.value!;
  const first = roles.find(({ role }) => readers.has(role)) ?? roles[0];
  const areas = [...(frame.value?.areas ?? []), ...bodies.value].map(({ name: called }) => called).join("·");
  return (
    <header class="head">
      <b>{t("直通工作台")}</b>
      <span class="scope">{areas}</span>
      <a class="who" href={href("/account")} title={t("账号与安全")}>
        {first ? t("{name}（{role}）", { name, role: first.label }) : name}
      </a>
      <button type="button" class="btn quiet slim" onClick={switchLanguage} lang={language() === "en" ? "zh-CN" : "en"}>
        {language() === "en" ? "中文" : "English"}
      </button>
      <button type="button" class="btn second slim" onClick={() => void leave()}>
        {t("退出登录")}
      </button>
    </header>
  );
}

function switchLanguage(): void {
  document.cookie = `zt_lang=${language() === "en" ? "zh-CN" : "en"};path=/;max-age=31536000;samesite=lax`;
  location.search = "";
}

/** The page is loaded anew, so that nothing of this person's stays in its memory. */
async function leave(): Promise<void> {
  await logout();
  sessionStorage.clear();
  location.assign(href("/"));
}

function Nav(): JSX.Element {
  const here = path.value;
  const current = (to: string): object => (to === "/" ? tabs.some((tab) => tab.to === here) : here.startsWith(to)) ? { "aria-current": "page" } : {};
  const count = waitingCount.value;
  const link = (to: string, icon: IconName, label: string, badge?: JSX.Element | null): JSX.Element => (
    <li>
      <a href={href(to)} {...current(to)}>
        <Icon name={icon} />
        <span>{label}</span>
        {badge}
      </a>
    </li>
  );
  return (
    <nav class="side" aria-label={t("主菜单")}>
      <ul>
        {seesCases() && link("/", "box", t("收件箱"), count !== null && count !== "0" ? <span class="cnt bad">{count}<span class="vh">{t("件等您办")}</span></span> : null)}
        {mayRegister() && link("/register", "pen", t("登记"))}
        {seesCases() && !onlyByCode() && link("/cases", "task", t("事项"))}
        {holds(...readers) && link("/backlog", "clock", t("积案"))}
        {seesCases() && !onlyByCode() && link("/meetings", "clock", t("联席会议"))}
        {seesCases() && !onlyByCode() && link("/initiatives", "up", t("建议和线索"))}
        {frame.value !== null && link("/map", "map", t("地图"))}
        {frame.value !== null && link("/alerts", "bang", t("预警"))}
        {frame.value !== null && link("/rules", "pen", t("分派规则"))}
        {frame.value !== null && link("/replies", "pen", t("回复模板"))}
        {seesCases() && link("/offices", "home", t("站点和机构"))}
        {holds("system_administrator", "security_administrator") && link("/people", "task", t("人员和账号"))}
        {holds("system_administrator") && link("/partners", "up", t("对接系统"))}
        {holds("audit_administrator") && link("/audit", "box", t("日志"))}
        {link("/account", "key", t("账号与安全"))}
      </ul>
    </nav>
  );
}

function Page(): JSX.Element {
  const main = useRef<HTMLElement>(null);
  const here = path.value;
  const before = useRef(here);
  useEffect(() => {
    main.current?.scrollTo(0, 0);
    // On a narrow screen the menu is one line that scrolls: where one is stays in sight.
    document.querySelector("nav.side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    // Who listens hears that another page has come; at the first page the browser does this itself.
    if (before.current !== here) main.current?.focus({ preventScroll: true });
    before.current = here;
  }, [here]);
  return (
    <main class="page" id="main" tabIndex={-1} ref={main}>
      {newVersion.value && (
        <div class="pad noprint">
          <Notice tone="info">
            {t("有新版本。")} <button type="button" class="btn slim second" onClick={takeOver}>{t("现在换上")}</button>{" "}
            <button type="button" class="btn slim quiet" onClick={notNow}>{t("以后再说")}</button>
          </Notice>
        </div>
      )}
      {viewer.value!.needs !== null || here === "/account" ? <Account /> : <Administered here={here} />}
    </main>
  );
}

/** The pages of the three administrators: each sees the own ones, whoever sees no cases begins there. */
function Administered({ here }: { here: string }): JSX.Element {
  const people = holds("system_administrator", "security_administrator");
  const begins = here === "/" && !seesCases();
  if (people && (here === "/people" || begins)) return <Later key="people" load={() => import("./admin/PeoplePage").then((module) => module.PeoplePage)} />;
  if (holds("system_administrator") && here === "/partners") return <Later key="partners" load={() => import("./admin/PartnersPage").then((module) => module.PartnersPage)} />;
  if (holds("audit_administrator") && (here === "/audit" || begins)) return <Later key="audit" load={() => import("./admin/AuditPage").then((module) => module.AuditPage)} />;
  if (seesCases()) return <Routed here={here} />;
  return people || holds("audit_administrator") ? <NoPage /> : <NoDesk />;
}

function Routed({ here }: { here: string }): JSX.Element {
  const file = /^\/cases\/([0-9a-f-]{36})$/.exec(here)?.[1];
  if (file) return <CaseFilePage id={file} key={file} />;
  const meeting = /^\/meetings\/([0-9a-f-]{36})$/.exec(here)?.[1];
  if (meeting) return <MeetingPage id={meeting} key={meeting} />;
  const initiative = /^\/initiatives\/([0-9a-f-]{36})$/.exec(here)?.[1];
  if (initiative) return <Later key={initiative} load={() => import("./initiatives/InitiativePage").then(({ InitiativePage }) => () => <InitiativePage id={initiative} />)} />;
  if (here === "/initiatives") return <Later load={() => import("./initiatives/Initiatives").then((module) => module.Initiatives)} />;
  if (here === "/meetings") return <Meetings />;
  if (here === "/map") return <Later key={here} load={() => import("./map/MapPage").then((module) => module.MapPage)} />;
  if (here === "/rules") return <Later key={here} load={() => import("./rules/RulesPage").then((module) => module.RulesPage)} />;
  if (here === "/alerts") return <Later key={here} load={() => import("./alerts/AlertsPage").then((module) => module.AlertsPage)} />;
  if (here === "/replies") return <Later key={here} load={() => import("./replies/RepliesPage").then((module) => module.RepliesPage)} />;
  if (here === "/register" && mayRegister()) return <Later key={here} load={() => import("./register/RegisterPage").then((module) => module.RegisterPage)} />;
  if (here === "/backlog") return <Backlog />;
  if (here === "/offices") return <Later key={here} load={() => import("./offices/OfficesPage").then((module) => module.OfficesPage)} />;
  if (here === "/cases") return <Cases />;
  return tabs.some(({ to }) => to === here) ? <Inbox tab={here} /> : <NoPage />;
}

/** The own account; whoever has to see to it first sees nothing else. */
function Account(): JSX.Element {
  return <Later load={() => import("./account/AccountPage").then((module) => module.AccountPage)} />;
}

function NoPage(): JSX.Element {
  return (
    <div class="empty">
      <Heading title={t("没有这一页")}>{t("没有这一页")}</Heading>
      <p>{t("地址可能抄错了，或这一页已经搬走。")}</p>
      <a class="btn second" href={href("/")}>{seesCases() ? t("回到收件箱") : t("回到首页")}</a>
    </div>
  );
}

/** For who has a login and no work here: where the work is, or what can be done until its pages are built. */
function NoDesk(): JSX.Element {
  const { roles } = viewer.value!;
  return (
    <div class="pad">
      <h1 class="vh">{t("直通工作台")}</h1>
      {worksInTheField(roles) && (
        <Notice tone="info">
          {t("您的岗位在手机端工作。")} <a href="/app/">{t("打开手机端")}</a>
        </Notice>
      )}
      {roles.length === 0 && <Notice tone="info">{t("这个账号还没有岗位，请找管理员。")}</Notice>}
    </div>
  );
}

/** A page whose code is fetched when it is first opened. */
function Later({ load }: { load: () => Promise<ComponentType> }): JSX.Element {
  const [Found, set] = useState<{ it: ComponentType } | null>(null);
  const [failed, fail] = useState(false);
  useEffect(() => void load().then((it) => set({ it }), () => fail(true)), []);
  if (failed) return <div class="pad"><Notice tone="bad">{t("这一页没有读到，请刷新。")}</Notice></div>;
  return Found ? <Found.it /> : <p class="pad" role="status">{t("正在读取…")}</p>;
}
