import { Says } from '../../../lib/html/index.ts';
import { LISTS } from '../../../lists/all.ts';
import { can } from '../../../staff/rights.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

/** Every list there is, with what it is for. */
export function ListsPage({ ask }: { ask: SignedAsk }) {
  return (
    <TitledPage ask={ask} title="一覧・印刷">
      <ul class="list-menu">
        {LISTS.filter(({ right }) => can(ask.session, right)).map(({ code, title, about }) => (
          <li>
            <a href={paths.list(code)}>{title}</a>
            <Says>{about}</Says>
          </li>
        ))}
      </ul>
    </TitledPage>
  );
}
