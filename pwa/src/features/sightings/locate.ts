/** The phone's position, followed while a form is open: better fixes replace worse ones. */

export interface Fix {
  lon: number;
  lat: number;
  accuracyM: number;
  /** UTC. */
  at: string;
}

/** Why there is no fix. */
export type NoFix = "denied" | "unavailable";

/** Follow the position until the returned function is called. Degrees are WGS-84, as browsers give them. */
export function followPosition(see: (fix: Fix) => void, fail: (why: NoFix) => void): () => void {
  if (!("geolocation" in navigator)) {
    fail("unavailable");
    return () => undefined;
  }
  const watch = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => see({ lon: coords.longitude, lat: coords.latitude, accuracyM: coords.accuracy, at: new Date(timestamp).toISOString() }),
    (error) => fail(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable"),
    { enableHighAccuracy: true, maximumAge: 10_000, timeout: 30_000 },
  );
  return () => navigator.geolocation.clearWatch(watch);
}
