import { seenSql, whoSql } from '../../cards/viewer.ts';
import { WHEREABOUTS_WORDS, type Whereabouts } from '../../cards/whereabouts.ts';
import { TASK_WHY, TASK_WORDS, type TaskKind, type TaskWhy, taskWhySql } from '../../counter/card-tasks.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import { namedCards } from './named.ts';
import {
  ALL,
  BOX_ORDER,
  birthColumn,
  kanaColumn,
  nameColumn,
  officeField,
  officeWords,
  ownOffice,
  type WithBirth,
  type WithWho,
} from './shared.ts';

type Filter = { office: string; task: TaskKind | typeof ALL };

type Row = WithWho &
  WithBirth & {
    key: string;
    task: TaskKind;
    /** What became of the visit; null as `day`: of whom this viewer may not see. */
    why: TaskWhy | null;
    atName: string;
    toName: string;
    cabinet: string | null;
    box: string | null;
    position: number | null;
    noticeId: string | null;
    whereabouts: Whereabouts;
    day: string | null;
  };

/** Cards off their shelf whose visit was moved, cancelled or not kept, and cards left where they were sent: what to do with each, in the order of the shelf (§8(2)⑩). The scan ends it. */
export const cardTaskList = list<Filter, Row>({
  code: 'card-tasks',
  title: '戻し・再回送リスト',
  about:
    '引き抜いたか回送したあとに、予約の変更、取消、未来庁などがあったカードと、回送先の棚に予約がないまま残ったカードです。読み取って記録すると、消えます。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>({
      office: officeField(known, '作業する場所'),
      task: select<TaskKind | typeof ALL>('作業', [{ value: ALL, label: 'すべての作業' }, ...optionsOf(TASK_WORDS)], {
        usual: ALL,
      }),
    }),
  usual: (_today, known, officeId) => ({ office: ownOffice(known, officeId), task: ALL }),
  sentence: ({ office, task }, known) => `${officeWords(office, known)}・${task === ALL ? 'すべての作業' : TASK_WORDS[task]}`,
  rows: (viewer, filter) => sql`
    SELECT c.id AS key, t.task, ${seenSql(viewer, sql`c.protected`, taskWhySql)} AS why, a.name AS "atName", a.position AS at_position, o.name AS "toName", o.position AS to_position, p.cabinet, p.box,
      p.cabinet_order, p.box_order, c.storage_position AS position, c.whereabouts, ${seenSql(viewer, sql`c.protected`, sql`t.day`)} AS day, ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      ${seenSql(viewer, sql`c.protected`, sql`coalesce(nullif(c.kana_key, ''), c.name_key)`)} AS "sortName", ${seenSql(viewer, sql`c.protected`, sql`c.notice_id`)} AS "noticeId", ${seenSql(viewer, sql`c.protected`, sql`c.birth_date`)} AS "birthDate", ${seenSql(viewer, sql`c.protected`, sql`c.birth_text`)} AS "birthText"
    FROM counter.card_tasks() t JOIN cards.cards c ON c.id = t.card_id JOIN offices.offices a ON a.id = t.at_office JOIN offices.offices o ON o.id = t.to_office
      LEFT JOIN cards.storage_places p ON p.id = coalesce(c.storage_place_id, CASE WHEN t.task = 'shelve' THEN cards.last_box(c.id, c.office_id) END)
    WHERE (${filter.office} = '' OR a.code = ${filter.office}) AND (${filter.task} = '' OR t.task = ${filter.task})`,
  narrows: 'card',
  order: `at_position, ${BOX_ORDER}, to_position, key`,
  columns: [
    { code: 'cabinet', head: '棚', value: ({ cabinet }) => cabinet, width: 7, usual: true, bold: true },
    { code: 'box', head: '箱', value: ({ box }) => box, width: 7, usual: true, bold: true },
    { code: 'position', head: '位置', value: ({ position }) => position, width: 6, usual: true, bold: true, right: true },
    { code: 'task', head: '作業', value: ({ task }) => TASK_WORDS[task], width: 14, usual: true, sort: 'task', bold: true },
    { code: 'to', head: '戻し先・送り先', value: ({ toName }) => toName, width: 16, usual: true, sort: 'to_position' },
    nameColumn(({ key }) => ({ card: Number(key) })),
    kanaColumn(false),
    birthColumn(false),
    { code: 'notice', head: '交付通知書ID', value: ({ noticeId }) => noticeId, width: 15, usual: true, sort: 'noticeId' },
    {
      code: 'whereabouts',
      head: '所在',
      value: ({ whereabouts }) => WHEREABOUTS_WORDS[whereabouts],
      width: 10,
      usual: true,
      sort: 'whereabouts',
    },
    { code: 'why', head: '理由', value: ({ why }) => (why === null ? null : TASK_WHY[why]), width: 14, usual: true, sort: 'why' },
    {
      code: 'day',
      head: '現在の予約日',
      value: ({ day }) => (day === null ? null : { day }),
      width: 15,
      usual: true,
      sort: 'day',
    },
  ],
  group: ({ atName }) => atName,
  ticks: ['作業', '確認'],
  gapEvery: 5,
  empty: '戻すカード、送り直すカードは、ありません。',
  remembered: { key: ({ key }) => String(key), facts: ({ task, toName }) => [TASK_WORDS[task], toName], named: namedCards },
});
