/** What is left on a shared phone, and the queue as a file. */
import "../support/phone";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { using } from "../../src/store/db";
import { exportQueue } from "../../src/store/export";
import { attachmentsOf, getItem, listItems, unsafeToLeave } from "../../src/store/outbox";
import { keyOf, sealAccount, unsealAccount } from "../../src/store/seal";
import { file, freshAccount } from "../support/make";

const salt = new Uint8Array(16).fill(7);

test("after sealing nothing can be read; the same password brings everything back", async () => {
  const account = freshAccount();
  const id = await file(account, "张三家的地埂", 2);
  const item = await getItem(account, id);
  const photos = await attachmentsOf(account, item!);
  await sealAccount(account, await keyOf("right-password", salt));
  expect(await listItems(account)).toEqual([]);
  const raw = JSON.stringify(await using(account, (db) => db.getAll("sealed")), (_, value: unknown) =>
    value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : value,
  );
  expect(raw).not.toContain("张三");
  expect(raw).not.toContain(Buffer.from(photos[0]!.data).toString("latin1"));
  expect(await unsealAccount(account, await keyOf("wrong-password", salt))).toBeGreaterThan(0);
  expect(await listItems(account)).toEqual([]);
  expect(await unsealAccount(account, await keyOf("right-password", salt))).toBe(0);
  expect(await getItem(account, id)).toEqual(item);
  expect((await attachmentsOf(account, item!)).map((photo) => new Uint8Array(photo.data))).toEqual(photos.map((photo) => new Uint8Array(photo.data)));
});

test("the exported file holds each unsent item as it would be sent, and every photo whole", async () => {
  const account = freshAccount();
  const id = await file(account, "导出我", 2);
  const blob = await exportQueue(account, "马小军");
  const data = JSON.parse(await blob.text()) as { format: string; account: unknown; items: { body: { id: string }; attachments: { sha256: string; base64: string }[] }[] };
  expect([data.format, data.account]).toEqual(["zhitong-queue", { id: account, name: "马小军" }]);
  expect(data.items[0]!.body).toEqual((await getItem(account, id))!.body);
  for (const { sha256, base64 } of data.items[0]!.attachments) {
    expect(createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex")).toBe(sha256);
  }
  expect(data.items[0]!.attachments).toHaveLength(2);
  expect(await unsafeToLeave(account)).toBe(0);
});
