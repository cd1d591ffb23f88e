import fc from 'fast-check';
import { type City, speakFor } from '../../src/site/city.ts';

const NO_CITY: City = {
  name: '',
  phone: '',
  phoneHours: '',
  postalCode: '',
  address: '',
  senderName: '',
  senderAddress: '',
  hasCards: true,
};

/** The files of a worker share its modules. Each begins as a new process does: it knows no city. */
speakFor(NO_CITY);

/** What lands does not hang on chance: a rehearsal draws its seed, and `PROPERTIES_SEED=7 npm test` draws other cases of every property. */
fc.configureGlobal({ seed: Number(process.env['PROPERTIES_SEED'] ?? 1) });
