/** The shell of the worker app: which page, the bar on top, the tabs below. Every page but today's and the form comes later. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ComponentChildren, JSX } from "preact";
import { account, asked, expired, field, items, trouble, visitsToMake } from "../features/live";
import { SavedPage, SightingPage } from "../features/sightings/SightingPage";
import { needsYou } from "../features/sync/bar";
import { SyncBar } from "../features/sync/SyncBar";
import { Today } from "../features/today/Today";
import { Icon, type IconName } from "../shell/icon";
import { lazily } from "../shell/lazily";
import { Notice } from "../shell/parts";
import { href, path } from "../shell/route";
import { longDay } from "../shell/time";
import { newVersion, notNow, takeOver } from "../shell/update";
import { t } from "../shell/words";

const Login = lazily(() => import("../features/login/Login").then((module) => module.Login));
const Outbox = lazily(() => import("../features/outbox/Outbox").then((module) => module.Outbox));
const GridPage = lazily(() => import("../features/grid/GridPage").then((module) => module.GridPage));
const Tasks = lazily(() => import("../features/tasks/Tasks").then((module) => module.Tasks));
const CorrectPage = lazily(() => import("../features/laters/CorrectPage").then((module) => module.CorrectPage));
const VisitPage = lazily(() => import("../features/visits/VisitPage").then((module) => module.VisitPage));
const TrainingPage = lazily(() => import("../features/training/TrainingPage").then((module) => module.TrainingPage));
const Settings = lazily(() => import("../features/settings/Settings").then((module) => module.Settings));

const settingsOpen = signal(false);

interface Page {
  title: string;
  body: JSX.Element;
  /** Only pages that one comes to from a tab have tabs below. */
  tab: boolean;
}

function pageOf(where: string): Page {
  const [, name = "", id, part] = where.split("/");
  if (name === "file") return { title: t("登记线索"), body: <SightingPage id={id} />, tab: false };
  if (name === "saved") return { title: t("登记线索"), body: <SavedPage id={id} />, tab: false };
  if (/^(hear|say|heard)$/.test(name)) return { title: t("走访听意见"), body: <VisitPage name={name} id={id} part={part} />, tab: false };
  if (name === "training") return { title: t("培训卡"), body: <TrainingPage />, tab: false };
  if (name === "outbox") return { title: t("发件箱"), body: <Outbox open={id} />, tab: true };
  if (name === "correct") return { title: t("更正"), body: <CorrectPage id={id} />, tab: false };
  if (name === "tasks") return { title: t("任务"), body: <Tasks open={id} />, tab: id === undefined };
  if (name === "grid") return { title: t("网格"), body: <GridPage />, tab: true };
  return { title: t("今天"), body: <Today />, tab: true };
}

/** The app: login until somebody's work is open on this phone, then its pages. */
export function App(): JSX.Element {
  const open = account.value;
  const login = open === null || path.value === "/login";
  const page = pageOf(path.value);
  useEffect(() => {
    document.title = `${login ? t("登录") : page.title}·${t("民意直通")}`;
  });
  if (open === undefined) return <div class="app">{trouble.value && <Trouble />}</div>;
  if (login) return <Frame><Login /></Frame>;
  return (
    <Frame>
      <header class="bar">
        {page.tab ? <Heading title={page.title} /> : <Back title={page.title} />}
        <button type="button" class="avatar" aria-label={t("我的设置，{name}", { name: open.name })} onClick={() => (settingsOpen.value = true)}>
          {[...open.name][0]}
        </button>
      </header>
      <SyncBar />
      {page.body}
      {page.tab && <Tabs />}
      {settingsOpen.value && <Settings close={() => (settingsOpen.value = false)} />}
    </Frame>
  );
}

function Frame({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <div class="app">
      {trouble.value && <Trouble />}
      {newVersion.value && <NewVersion />}
      {children}
    </div>
  );
}

function Trouble(): JSX.Element {
  return (
    <Notice tone="bad">
      {t(trouble.value!)}{" "}
      <button type="button" class="btn second slim" onClick={() => (trouble.value = null)}>
        {t("知道了")}
      </button>
    </Notice>
  );
}

function NewVersion(): JSX.Element {
  return (
    <Notice tone="info">
      <p>{t("有新版本。草稿和待上传的都会留着。")}</p>
      <div class="acts two flat">
        <button type="button" class="btn slim" onClick={takeOver}>
          {t("现在换上")}
        </button>
        <button type="button" class="btn second slim" onClick={notNow}>
          {t("以后再说")}
        </button>
      </div>
    </Notice>
  );
}

function Heading({ title }: { title: string }): JSX.Element {
  const own = field.value?.value.cells.features.filter((cell) => cell.properties.own) ?? [];
  const first = own[0]?.properties.name;
  const several = first !== undefined && own.length > 1;
  const name = several ? t("{name}等{n}个网格", { name: first, n: own.length }) : (first ?? field.value?.value.areas[0]?.name);
  return (
    <div>
      <h1>{title}</h1>
      <p class="sub parts">
        {name && <span>{name}</span>}
        <span>{longDay(Date.now())}</span>
      </p>
    </div>
  );
}

function Back({ title }: { title: string }): JSX.Element {
  return (
    <div class="back">
      <a href={href("/")} aria-label={t("回到今天")}>
        <Icon name="back" />
      </a>
      <h1>{title}</h1>
    </div>
  );
}

function Tabs(): JSX.Element {
  const needs = needsYou({ items: items.value, expired: expired.value });
  const left = items.value.filter((item) => item.state !== "sent" && item.state !== "draft").length;
  const tasks = asked.value.length + visitsToMake.value.length;
  return (
    <nav class="tabs" aria-label={t("主菜单")}>
      <ul>
        <Tab to="/" icon="home" word={t("今天")} />
        <Tab to="/tasks" icon="task" word={t("任务")} dot={tasks} />
        <Tab to="/grid" icon="map" word={t("网格")} />
        <Tab to="/outbox" icon="box" word={t("发件箱")} dot={left} bad={needs > 0} />
      </ul>
    </nav>
  );
}

interface TabProps {
  to: string;
  icon: IconName;
  word: string;
  dot?: number;
  /** Red only for what needs the person. */
  bad?: boolean;
}

function Tab({ to, icon, word, dot = 0, bad = false }: TabProps): JSX.Element {
  const here = `/${path.value.split("/")[1] ?? ""}` === to;
  return (
    <li>
      <a href={href(to)} class={dot > 0 ? "counted" : undefined} {...(here ? { "aria-current": "page" as const } : {})}>
        <Icon name={icon} />
        {word}
        {dot > 0 && (
          <span class={bad ? "dot bad" : "dot"}>
            {dot}
            <span class="vh">{t("条")}</span>
          </span>
        )}
      </a>
    </li>
  );
}
