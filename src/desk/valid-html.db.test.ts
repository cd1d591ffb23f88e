import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import type { TestDesk } from '../../test/support/desk.ts';
import { openDesk } from '../../test/support/open.ts';
import { makeCard, type SmallCity } from '../../test/support/small-city.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let cardId = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  cardId = await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main });
  me = await desk.clerk('admin', ['admin'], city.main);
});
afterAll(() => desk.close());

test('the pages are valid HTML', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard'],
    rules: {
      'long-title': 'off',
      'no-inline-style': 'error',
      'require-sri': 'off',
      'no-trailing-whitespace': 'off',
      'void-style': 'off',
      'attribute-boolean-style': 'off',
      'attribute-empty-style': 'off',
      'no-implicit-button-type': 'error',
      'prefer-native-element': 'off',
      'tel-non-breaking': 'off',
      'no-raw-characters': 'off',
    },
  });
  const paths = [
    '/today',
    `/people/${cardId}`,
    `/people/${cardId}/status`,
    `/booking?card=${cardId}`,
    `/walk-in?card=${cardId}`,
    '/terminals',
    '/settings/former',
    '/terminals/check',
    '/locks',
    '/mails',
    '/mails?show=all',
    '/conflicts',
    '/audit',
    '/accounts',
    '/accounts/new',
    '/accounts/1',
    '/password',
    '/settings',
    '/settings/offices',
    '/settings/offices/new',
    `/settings/offices/${city.branch}`,
    `/settings/offices/${city.branch}/transfers`,
    `/settings/offices/${city.branch}/retire`,
    '/settings/services',
    '/settings/services/new',
    `/settings/services/${city.service}`,
    `/settings/services/${city.service}/retire`,
    `/settings/services/${city.service}/cautions`,
    '/settings/windows',
    `/settings/windows/${city.branch}/${city.service}`,
    '/settings/city',
    '/settings/city/hold-minutes',
    '/settings/notices',
    '/settings/maintenance',
    '/calendar',
    `/calendar/day?day=${city.today}`,
    '/calendar/drafts',
    '/calendar/patterns',
    '/calendar/differences',
    '/closings',
    '/closings/new',
    '/alarms',
    '/intake',
    '/storage/stocktakes',
    '/storage/differences',
    '/storage/labels',
    `/people/${cardId}/missing`,
    '/numbers',
    `/numbers?from=${city.today}&to=`,
    '/running',
    '/running/new',
    '/running/contacts',
    '/settings/wordings',
    '/settings/wordings/mail.no-show',
    '/settings/wordings/question.pin',
    '/lists/running',
    '/lists/card-tasks',
  ];
  for (const path of paths) {
    const page = await me.get(path);
    expect(page.status, path).toBe(200);
    const report = await validator.validateString(page.html);
    expect(
      report.results.flatMap(({ messages }) =>
        messages.map(
          ({ ruleId, message, line, column }) =>
            `${path} ${ruleId} ${message} ${line}:${column} ${page.html.slice(Math.max(0, column - 60), column + 60)}`,
        ),
      ),
    ).toEqual([]);
  }
});
