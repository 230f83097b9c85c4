/** What kind of file a phone records, and what it says when it cannot. */
import "../support/phone";
import { expect, test } from "vitest";
import { mostRecordings, mostSeconds, typeHere, whyNot } from "../../src/features/recordings/recorder";
import { mostPhotos } from "../../src/features/sightings/form";
import { minutes } from "../../src/shell/time";

test("Opus is taken where there is any, AAC where there is none, nothing where nothing can be written", () => {
  const phones: [string, string[]][] = [
    ["audio/webm;codecs=opus", ["audio/mp4", "audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus"]],
    ["audio/ogg;codecs=opus", ["audio/ogg;codecs=opus", "audio/mp4"]],
    ["audio/mp4;codecs=mp4a.40.2", ["audio/mp4", "audio/mp4;codecs=mp4a.40.2"]],
    ["audio/mp4", ["audio/mp4", "video/webm"]],
  ];
  for (const [wanted, can] of phones) expect(typeHere((type) => can.includes(type))).toBe(wanted);
  expect(typeHere(() => false)).toBeUndefined();
});

test("each failure of the microphone has words of its own", () => {
  const said = ["NotAllowedError", "SecurityError", "NotFoundError", "OverconstrainedError", "NotReadableError", "TypeError"];
  expect(said.map((name) => whyNot(new DOMException("", name)))).toEqual(["denied", "denied", "missing", "missing", "busy", "unable"]);
  expect(whyNot("odd")).toBe("unable");
});

test("what one form holds is what the server takes with one report", () => {
  expect(mostPhotos + mostRecordings).toBe(12);
  expect(mostSeconds).toBeLessThan(300);
});

test("a length of time reads as on a clock", () => {
  expect([0, 7.4, 59.6, 180].map(minutes)).toEqual(["0:00", "0:07", "1:00", "3:00"]);
});
