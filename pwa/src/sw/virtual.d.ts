declare module "virtual:precache" {
  const list: {
    /** Names the build. */
    version: string;
    /** Addresses fetched at once when the worker is installed. */
    now: string[];
    /** Addresses of this build that may be kept when they were used. */
    all: string[];
  };
  export default list;
}
