// A program whose instance, session and operation end with the block that they are declared in: `using.ts INSTANCE PIN`.
import { Hsm, type Session, SessionClosed, type Signer } from 'strongroom';

const [place = '', pin = ''] = process.argv.slice(2);
const kept: { hsm?: Hsm; session?: Session; signer?: Signer } = {};
{
  await using hsm = await Hsm.open(place);
  await using session = await hsm.session('strongroom-0', { pin });
  const { privateKey } = await session.generate('ec:p256');
  using signer = privateKey.signerSync();
  signer.updateSync('data');
  Object.assign(kept, { hsm, session, signer });
}
const gone = async (call: () => Promise<unknown>) => call().then(() => false, (error) => error instanceof SessionClosed);
const all = [await gone(() => kept.hsm!.slots()), kept.session!.closed, await gone(() => kept.signer!.update('x'))];
console.log(`closed: ${all.join(', ')}`);
