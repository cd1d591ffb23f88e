import type { Decided } from '../../../intake/decide.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, Pager, PostForm, Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { Section } from '../../parts/section.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { ASKED } from './words.ts';

/** A page of decisions, counted from 1. */
export type LastPage = { decided: readonly Decided[]; page: number; pages: number };

/** What was decided, the newest first, each with its way back. */
export function Last({ ask, last: { decided, page, pages } }: { ask: SignedAsk; last: LastPage }) {
  if (decided.length === 0) return null;
  return (
    <Section id="last" title="最近の判断">
      <Table
        caption="判断した行"
        wide
        columns={[wholeCol('交付通知書ID'), '登録の氏名', '取り込んだ氏名', wholeCol('判断'), '日時・職員', '操作']}
        rows={decided.map(({ id, cardId, noticeId, before, told, decision, at, by }) => [
          <a class="code" href={paths.person(cardId)}>
            {noticeId}
          </a>,
          printable(before).text,
          printable(told).text,
          ASKED[decision].words,
          `${deskMoment(at)}　${by ?? ''}`,
          <PostForm action={paths.undecide(id)} token={ask.token}>
            <Button kind="second">
              判断を取り消す<span class="unseen">：{printable(told).text}</span>
            </Button>
          </PostForm>,
        ])}
      />
      <Pager page={page} pages={pages} href={(to) => `${withQuery(paths.conflicts, { page: to })}#last`} />
    </Section>
  );
}
