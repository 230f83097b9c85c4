/** The intake at the desk: what lacks is named at its field, and what is sent is what stands there. */
import { describe, expect, it } from "vitest";
import { body, fieldOf, lacking } from "../src/desk/register/texts";

const whole = { id: "i", channel: "phone", came_on: "2026-11-22", station_id: "7", category: "land", text: "水渠被填了一段", way: "receipt" };

describe("what lacks", () => {
  it("is named field by field", () => {
    expect(lacking({}, false).map(({ field }) => field)).toEqual(["channel", "came_on", "station_id", "category", "text"]);
    expect(lacking(whole, false)).toEqual([]);
    expect(lacking({ ...whole, station_id: "" }, true)).toEqual([]);
  });
  it("is the person's word before name and phone, and a number before another procedure", () => {
    expect(lacking({ ...whole, phone: "13800138000" }, false).map(({ field }) => field)).toEqual(["told"]);
    expect(lacking({ ...whole, phone: "13800138000", told: "1", elsewhere: "petition" }, false).map(({ field }) => field)).toEqual(["about_it"]);
  });
});

describe("what is sent", () => {
  it("is the place that is chosen, not one that was chosen before", () => {
    const both = { ...whole, lon: "103.8", lat: "35.4", village: "621124100001", cell_code: "621124100001001" };
    expect(body({ ...both, where: "point" })).toMatchObject({ place: { coordinates: [103.8, 35.4] }, crs: "wgs84", village: "", cell_code: "" });
    expect(body({ ...both, where: "village" })).toMatchObject({ village: "621124100001", cell_code: "621124100001001" });
    expect(body({ ...both, where: "village" })).not.toHaveProperty("place");
  });
  it("comes back with the name of its field", () => {
    expect([fieldOf("reply.phone"), fieldOf("place"), fieldOf(undefined)]).toEqual(["phone", "where", "text"]);
  });
});
