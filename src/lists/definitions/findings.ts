import { monthOf } from '../../lib/dates/spans.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { RULES, type Rule, ruleWords, type Verdict, verdictWords } from '../../running/rules.ts';
import { list } from '../list.ts';
import { ALL, fromField, lastOf, type Span, spanRules, spanWords, toField } from './shared.ts';

type Filter = Span & { rule: Rule | typeof ALL };
type Row = {
  id: number;
  day: string;
  rule: string;
  who: string;
  count: number;
  most: number;
  reviewedAt: Date | null;
  reviewedBy: string | null;
  verdict: Verdict | null;
  note: string;
};

/** What the analysis of the log found, with who reviewed it: the report of a month (§11(12)b). */
export const findingsList = list<Filter, Row>({
  code: 'findings',
  title: '操作履歴の点検結果',
  about: '操作履歴の分析で見つかった利用と、確認した職員、その結果です。',
  right: 'audit.see',
  filter: () =>
    form<Filter>(
      {
        from: fromField(undefined, 'behind'),
        to: toField(undefined, 'behind'),
        rule: select<Rule | typeof ALL>('種類', [{ value: ALL, label: 'すべての種類' }, ...optionsOf(RULES)], { usual: ALL }),
      },
      { rules: spanRules },
    ),
  usual: (today) => ({ from: monthOf(today), to: today, rule: ALL }),
  sentence: (filter) => [spanWords(filter), ...(filter.rule === ALL ? [] : [ruleWords(filter.rule)])].join('・'),
  rows: (_viewer, filter) => sql`
    SELECT f.id, f.day, f.rule, coalesce(a.name, f.who) AS who, f.count, f.most, f.reviewed_at AS "reviewedAt", r.name AS "reviewedBy", f.verdict, f.note
    FROM running.findings f LEFT JOIN staff.accounts a ON a.id = f.staff_id LEFT JOIN staff.accounts r ON r.id = f.reviewed_by
    WHERE f.day BETWEEN ${filter.from}::date AND ${lastOf(filter)}::date AND (${filter.rule} = '' OR f.rule = ${filter.rule})`,
  order: 'day, id',
  columns: [
    { code: 'day', head: '日', value: ({ day }) => ({ day }), width: 13, usual: true, sort: 'day' },
    { code: 'rule', head: '種類', value: ({ rule }) => ruleWords(rule), width: 20, usual: true, sort: 'rule', bold: true },
    { code: 'who', head: '対象', value: ({ who }) => who, width: 14, usual: true, sort: 'who' },
    { code: 'count', head: '件数', value: ({ count }) => count, width: 7, usual: true, sort: 'count', right: true },
    { code: 'most', head: '基準', value: ({ most }) => most, width: 7, usual: true, right: true },
    {
      code: 'verdict',
      head: '確認の結果',
      value: ({ verdict }) => verdictWords(verdict),
      width: 12,
      usual: true,
      sort: 'verdict',
    },
    { code: 'note', head: '確認した内容', value: ({ note }) => note, width: 22, usual: true },
    { code: 'by', head: '確認した職員', value: ({ reviewedBy }) => reviewedBy, width: 12, usual: true },
    {
      code: 'at',
      head: '確認した日時',
      value: ({ reviewedAt }) => (reviewedAt === null ? null : { at: reviewedAt }),
      width: 16,
      usual: false,
      sort: 'reviewedAt',
    },
  ],
  empty: '見つかったものは、ありません。',
  foot: '職員の利用の記録です。取扱いに注意してください。',
});
