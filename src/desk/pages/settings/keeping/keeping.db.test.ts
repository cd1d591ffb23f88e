import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { htmlFaults } from '../../../../../test/support/html.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { words } from '../../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../../test/support/small-city.ts';
import { beginNight, endNight, removePast } from '../../../../keeping/remove.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let admin: Visitor;
let clerk: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  clerk = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk?.close());

describe('[8(1)⑧] 保存期間と削除', () => {
  test('an administrator keeps a card with a reason, sees it on both pages and lets it go again', async () => {
    const card = await makeCard(fresh.db, { noticeId: 'A1B-000001', officeId: city.main });
    const person = await admin.get(`/people/${card}`);
    expect(words(person)).toContain('保存年数を過ぎても残す');
    const asked = await admin.get(`/people/${card}/keep`);
    expect([asked.status, await htmlFaults(asked.html)]).toEqual([200, []]);
    const empty = await admin.post(`/people/${card}/keep`, { why: ' ' });
    expect([empty.status, words(empty)]).toEqual([422, expect.stringContaining('理由を入力してください')]);
    await admin.post(`/people/${card}/keep`, { why: '受け取りについて照会中' });
    for (const path of [`/people/${card}`, '/settings/keeping']) {
      const shown = await admin.get(path);
      expect([path, await htmlFaults(shown.html)]).toEqual([path, []]);
      expect(words(shown)).toContain('受け取りについて照会中');
    }
    const meanwhile = await admin.follow(await admin.post(`/people/${card}/keep`, { why: '別の理由' }));
    expect(words(meanwhile)).toContain('ほかの職員が、先に残すことにしています');
    await admin.post(`/people/${card}/keep/lift`, {});
    const twice = await admin.follow(await admin.post(`/people/${card}/keep/lift`, {}));
    expect(words(twice)).toContain('残すことは、すでに解除されています');
    expect(words(await admin.get('/settings/keeping'))).toContain('残すことにしたカードは、ありません');
  });

  test('a clerk of the counter sees why a card is kept and cannot change it', async () => {
    const card = await makeCard(fresh.db, { noticeId: 'A1B-000002', officeId: city.main, name: '人 二' });
    await admin.post(`/people/${card}/keep`, { why: '照会中' });
    const shown = words(await clerk.get(`/people/${card}`));
    expect(shown).toContain('照会中');
    expect(shown).not.toContain('残すことを解除する');
    for (const path of [`/people/${card}/keep`, `/people/${card}/keep/lift`])
      expect((await clerk.post(path, { why: '試し' })).status).toBe(403);
  });

  test('a protected card that is kept has no name for who may not see it', async () => {
    const card = await makeCard(fresh.db, { noticeId: 'A1B-000003', officeId: city.main, name: '秘 密子', protected: true });
    await admin.post(`/people/${card}/keep`, { why: '照会中' });
    await fresh.db.pool.query("DELETE FROM staff.role_rights WHERE role = 'admin' AND right_code = 'cards.protected'");
    const shown = words(await admin.get('/settings/keeping'));
    await fresh.db.pool.query("INSERT INTO staff.role_rights (role, right_code) VALUES ('admin', 'cards.protected')");
    expect(shown).not.toContain('秘 密子');
    expect(shown).toContain('支援措置');
  });

  test('the page tells of the nights, before and after', async () => {
    expect(words(await admin.get('/settings/keeping'))).toContain('まだ、一度も動いていません');
    await beginNight(fresh.db);
    await removePast(fresh.db);
    await endNight(fresh.db, 0);
    const shown = await admin.get('/settings/keeping');
    expect(words(shown)).toMatch(/カード.*3 → 3/u);
    expect(words(await admin.get('/settings'))).toContain('保存期間と削除');
  });
});
