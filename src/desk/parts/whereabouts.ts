import { WHEREABOUTS_WORDS, type Whereabouts } from '../../cards/whereabouts.ts';

/** Where a card is: what stands first, and what is known besides. A shelf is named first only of a card that lies on it. */
export function whereCardIs({ whereabouts, place }: { whereabouts: Whereabouts; place: string | null }): {
  first: string;
  also: string;
} {
  const words = WHEREABOUTS_WORDS[whereabouts];
  if (whereabouts === 'shelf') return { first: place ?? '保管場所の記録なし', also: place === null ? words : '' };
  const before: Partial<Record<Whereabouts, string>> = {
    missing: '最後の記録',
    transit: '発送元',
    pulled: '元の棚',
    counter: '元の棚',
  };
  const label = before[whereabouts];
  return { first: words, also: place === null || label === undefined ? '' : `${label} ${place}` };
}
