/** A page whose code is fetched when it is first shown. */
import { useEffect, useState } from "preact/hooks";
import type { ComponentType, JSX } from "preact";
import { t } from "./words";

const patienceMs = 300;

/** The component that `load` brings, once it is here; says so when that takes long or fails. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => JSX.Element | null {
  let loaded: ComponentType<P> | undefined;
  return function Lazy(props: P) {
    const [state, set] = useState<"waiting" | "slow" | "failed" | "here">(loaded ? "here" : "waiting");
    const fetch = (): void => {
      load().then((component) => ((loaded = component), set("here")), () => set("failed"));
    };
    useEffect(() => {
      if (loaded) return;
      fetch();
      const timer = setTimeout(() => set((now) => (now === "waiting" ? "slow" : now)), patienceMs);
      return () => clearTimeout(timer);
    }, []);
    if (loaded) {
      const Component = loaded;
      return <Component {...props} />;
    }
    if (state === "slow") return <p class="empty" role="status">{t("正在读取…")}</p>;
    if (state !== "failed") return null;
    return (
      <p class="empty" role="alert">
        {t("这一页没有读到。")}{" "}
        <button type="button" class="btn second slim" onClick={fetch}>
          {t("重试")}
        </button>
      </p>
    );
  };
}
