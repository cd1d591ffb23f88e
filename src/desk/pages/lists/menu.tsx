import { Says } from '../../../lib/html/index.ts';
import { LISTS } from '../../../lists/all.ts';
import { can } from '../../../staff/rights.ts';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { isOffered } from './asked.ts';

/** What a list is of; those of no group stand with the last. */
const GROUPS: readonly { title: string; codes: readonly string[] }[] = [
  { title: '来庁', codes: ['visits', 'not-ready', 'no-shows', 'cancelled', 'needs-moving', 'phone'] },
  {
    title: 'カード',
    codes: ['pull', 'transfer', 'card-tasks', 'under-way', 'handed-over', 'cards', 'deadlines', 'destroyed', 'departed'],
  },
  { title: '通知', codes: ['not-booked', 'to-post', 'returned', 'mails'] },
  { title: '報告と記録', codes: [] },
];
const groupOf = (code: string): string => (GROUPS.find(({ codes }) => codes.includes(code)) ?? GROUPS.at(-1))?.title ?? '';

/** Every list there is, with what it is for. */
export function ListsPage({ ask }: { ask: SignedAsk }) {
  return (
    <TitledPage ask={ask} title="一覧・印刷">
      <div class="list-groups">
        {GROUPS.map(({ title: group }) => {
          const lists = LISTS.filter(
            (list) => can(ask.session, list.right) && isOffered(ask.session, list) && groupOf(list.code) === group,
          );
          return (
            lists.length > 0 && (
              <Section title={group}>
                <ul class="list-menu">
                  {lists.map(({ code, title, about }) => (
                    <li>
                      <a href={paths.list(code)}>{title}</a>
                      <Says>{about}</Says>
                    </li>
                  ))}
                </ul>
              </Section>
            )
          );
        })}
      </div>
    </TitledPage>
  );
}
