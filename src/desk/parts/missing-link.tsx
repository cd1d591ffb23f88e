import type { Who } from '../../cards/viewer.ts';
import { paths } from '../paths.ts';

/** From a card that should be here to saying that nobody finds it; nothing for who may not see whose it is. */
export const MissingLink = ({ card: { id, who } }: { card: { id: number; who: Who } }) =>
  who === null ? null : (
    <span>
      <a href={paths.missing(id)}>
        見つからない<span class="unseen">：{who.name}</span>
      </a>
    </span>
  );
