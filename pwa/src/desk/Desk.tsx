/** The frame around every page: who is here, where to go, the way out. */
import type { ComponentType, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { logout } from "../api/client";
import { worksInTheField } from "../api/roles";
import { Icon } from "../shell/icon";
import { Notice } from "../shell/parts";
import { href, path } from "../shell/route";
import { newVersion, notNow, takeOver } from "../shell/update";
import { language, t } from "../shell/words";
import { tabs } from "./lists/Inbox";
import { bodies, catchingUp, ended, frame, readers, recognise, seesCases, tell, unreached, useRead, viewer, waitingCount } from "./live";
import { Login } from "./Login";
import { menu, pageAt, type PageProps } from "./pages";
import { Heading, Waiting } from "./parts";

/** The whole desk. */
export function Desk(): JSX.Element {
  if (viewer.value === undefined) return <main class="pad" aria-busy="true">{unreached.value ? <Unreached /> : <p role="status">{t("正在读取…")}</p>}</main>;
  if (viewer.value === null) return <Login />;
  return (
    <div class={ended.value ? "desk shut" : "desk"}>
      {ended.value && <Again />}
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>
        {t("跳到正文")}
      </a>
      <Head />
      <Nav />
      <Page />
    </div>
  );
}

/** Who is logged in cannot be asked just now; that is no reason to ask for a password. */
function Unreached(): JSX.Element {
  return (
    <Notice tone="wait">
      {t("连不上服务器，请检查网络再试。")} <button type="button" class="btn quiet slim" onClick={() => void recognise()}>{t("重试")}</button>
    </Notice>
  );
}

/** The login before a page whose session has ended; the page behind it is out of sight and reach, and keeps what was written. */
function Again(): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    box.current?.showModal();
    box.current?.querySelector<HTMLElement>("[name=password]")?.focus();
  }, []);
  return (
    <dialog class="again" ref={box} aria-label={t("登录")} onCancel={(event) => event.preventDefault()}>
      <Login />
    </dialog>
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
      <span class="sub" role="status">{catchingUp.value > 0 && t("正在读取…")}</span>
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
  const asked = new URLSearchParams(location.search);
  asked.delete("lang");
  location.replace(location.pathname + (asked.size > 0 ? `?${asked}` : ""));
}

/** The page is loaded anew, so that nothing of this person's stays in its memory. */
async function leave(): Promise<void> {
  await logout();
  tell(null);
  sessionStorage.clear();
  location.assign(href("/"));
}

function Nav(): JSX.Element {
  const here = path.value;
  const holdsIt = (to: string): boolean => (to === "/" && tabs.some((tab) => tab.to === here)) || here === to || here.startsWith(`${to}/`);
  // Of two that hold the page the longer one is it: /digests/funnel, not /digests.
  const nearest = menu().flatMap(({ pages }) => pages.map(({ at }) => at)).filter(holdsIt).sort((one, other) => other.length - one.length)[0];
  const current = (to: string): object => (to === nearest ? { "aria-current": "page" } : {});
  const count = waitingCount.value;
  const badge = count !== null && count !== "0" ? <span class="cnt bad">{count}<span class="vh">{t("件等您办")}</span></span> : null;
  return (
    <nav class="side" aria-label={t("主菜单")}>
      {menu().map((group) => (
        <section key={group.label}>
          <h2>{t(group.label)}</h2>
          <ul>
            {group.pages.map(({ at, menu: { icon, label } }) => (
              <li key={at}>
                <a href={href(at)} {...current(at)}>
                  <Icon name={icon} />
                  <span>{t(label)}</span>
                  {at === "/" && badge}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
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
      <Routed here={viewer.value!.needs === null ? here : "/account"} />
    </main>
  );
}

/** The page of an address, for who sees it; who sees no cases begins at the first page of the own menu. */
function Routed({ here }: { here: string }): JSX.Element {
  const first = menu()[0]!.pages[0]!.at;
  const found = pageAt(here) ?? (here === "/" && first !== "/account" ? pageAt(first) : null);
  if (!found) return first === "/account" ? <NoDesk /> : <NoPage />;
  const { page: Known, load, id } = found;
  return Known ? <Known key={here} id={id} here={here} /> : <Later key={here} load={load!} id={id} here={here} />;
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
function Later({ load, ...given }: PageProps & { load: () => Promise<ComponentType<PageProps>> }): JSX.Element {
  const [Found, set] = useState<{ it: ComponentType<PageProps> } | null>(null);
  const [failed, fail] = useState(false);
  useEffect(() => void load().then((it) => set({ it }), () => fail(true)), []);
  if (failed) return <NotLoaded />;
  return Found ? <Found.it {...given} /> : <p class="pad" role="status">{t("正在读取…")}</p>;
}

/** The code of a page did not come: as soon as the server answers, the page is loaded anew; nothing was written on it yet. */
function NotLoaded(): JSX.Element {
  const reading = useRead<unknown>("/api/me");
  const cut = useRef(false);
  cut.current ||= reading.retryIn !== null;
  useEffect(() => {
    if (reading.data !== null && cut.current) location.reload();
  }, [reading.data]);
  if (reading.retryIn !== null) return <Waiting reading={reading} />;
  return (
    <div class="pad">
      <Notice tone="bad">
        {t("这一页没有读到。")} <button type="button" class="btn second slim" onClick={() => location.reload()}>{t("重试")}</button>
      </Notice>
    </div>
  );
}
