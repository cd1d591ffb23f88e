import type { FormErrors } from '../../../lib/html/index.ts';
import type { Standing } from '../../../reservations/read.ts';
import type { CautionFacts } from '../../../services/cautions.ts';
import type { Service } from '../../../services/read.ts';
import type { Found } from '../../parts/finder.tsx';
import type { Places } from '../../parts/places.ts';
import type { Who } from '../../parts/who.ts';

export type BookingProps = {
  search: string;
  found: Found;
  who: Who | undefined;
  services: Service[];
  service: Service | undefined;
  standing: Standing | undefined;
  places: Places | undefined;
  /** What citizens tick on the web; who calls is told it. */
  cautions: CautionFacts[];
  errors: FormErrors;
  /** What is wrong with the boxes of who comes; those of the last column are in `errors`. */
  personErrors?: FormErrors;
  /** Why the booking was refused, where no single box is at fault. */
  problem?: string;
  /** What was typed, after a refusal; empty fields on the first showing come from the card. */
  typed: Readonly<Record<string, unknown>> | undefined;
};
