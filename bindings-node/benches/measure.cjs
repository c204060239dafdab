// Measures; `run` beside it says with what. Rust and Node.js take turns, so that what the machine does besides meets
// both; what is shown is the median of the turns.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { Hsm, Mechanism, version } = require('strongroom');

const [rate, turns = '5', seconds = '0.7'] = process.argv.slice(2);
const PIN = '98765432';
const SECONDS = Number(seconds);
const DIGEST = Buffer.alloc(32, 1);
const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];
const at = (place) => path.resolve(place);

const rust = (url, threads) => Number(execFileSync(rate, [url, 'sign', String(threads), seconds]).toString());

/** Calls a second, one after the other. */
function sync(call) {
  for (let round = 0; round < 500; round += 1) call();
  const begun = process.hrtime.bigint();
  let [done, spent] = [0, 0];
  while (spent < SECONDS) {
    for (let round = 0; round < 100; round += 1) call();
    done += 100;
    spent = Number(process.hrtime.bigint() - begun) / 1e9;
  }
  return done / spent;
}

/** Makes calls for a time, so many in flight; how many were made a second. */
async function flying(call, count, seconds) {
  const begun = process.hrtime.bigint();
  const spent = () => Number(process.hrtime.bigint() - begun) / 1e9;
  let done = 0;
  let over = false;
  const work = async () => {
    while (!over) {
      await call();
      done += 1;
      if ((done & 63) === 0) over = spent() >= seconds;
    }
  };
  await Promise.all(Array.from({ length: count }, work));
  return done / spent();
}

/** The same, and what a call costs of the processors, in us. Rust, too, has made some calls before it looks at the clock. */
async function flight(call, count) {
  await flying(call, count, SECONDS / 20);
  const before = process.cpuUsage();
  const rate = await flying(call, count, SECONDS);
  const { user, system } = process.cpuUsage(before);
  return { rate, cost: (user + system) / SECONDS / rate };
}

/** Each in its turn, several times. */
async function inTurns(...measures) {
  const all = measures.map(() => []);
  for (let turn = 0; turn < Number(turns); turn += 1) for (const [which, measure] of measures.entries()) all[which].push(await measure());
  return all;
}

(async () => {
  await Hsm.create('hsm', { slots: 1, label: 'bench' });
  const hsm = await Hsm.open('hsm');
  const session = await hsm.session('bench-0', { pin: PIN });
  const { privateKey } = await session.generate('ec:p256', { label: 'sign', persist: true });
  const url = `file://${at('hsm')}`;
  console.log(`Node.js ${process.versions.node}, strongroom ${version}, ${os.cpus().length} processors`);

  const [one, own] = await inTurns(() => rust(url, 1), () => sync(() => privateKey.signSync('data')));
  const added = median(one.map((of, turn) => 1e6 / own[turn] - 1e6 / of));
  console.log(`P-256 sign, at once:       Rust ${(1e6 / median(one)).toFixed(2)} us, Node.js ${(1e6 / median(own)).toFixed(2)} us, added ${added.toFixed(2)} us`);

  const [single, many, flights] = await inTurns(() => rust(url, 1), () => rust(url, 8), () => flight(() => privateKey.sign('data'), 64));
  const share = (of) => median(flights.map(({ rate }, turn) => rate / of[turn])).toFixed(3);
  const promises = median(flights.map(({ rate }) => rate)).toFixed(0);
  const each = median(flights.map(({ cost }) => cost)).toFixed(1);
  console.log(`P-256 sign, 64 in flight:  Rust ${median(single).toFixed(0)}/s with 1 thread, ${median(many).toFixed(0)}/s with 8; Node.js ${promises}/s, ${share(single)} and ${share(many)} of it, with ${each} us of processors a call`);

  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = Date.now();
  await Promise.all([session.generate('rsa:4096'), session.generate('rsa:4096')]);
  delay.disable();
  const ms = (value) => (value / 1e6).toFixed(2);
  console.log(`event loop, RSA-4096 twice (${Date.now() - begun} ms): p50 ${ms(delay.percentile(50))} ms, p99 ${ms(delay.percentile(99))} ms, longest ${ms(delay.max)} ms; timers have a resolution of 1 ms`);

  fs.mkdirSync('tokens');
  fs.writeFileSync('softhsm2.conf', `directories.tokendir = ${at('tokens')}\nobjectstore.backend = file\n`);
  process.env.SOFTHSM2_CONF = at('softhsm2.conf');
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'bench', '--pin', PIN, '--so-pin', PIN], { stdio: 'ignore' });
  const graphene = require('graphene-pk11');
  const library = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/softhsm/libsofthsm2.so'].find((file) => fs.existsSync(file));
  const module_ = graphene.Module.load(library, 'SoftHSM');
  module_.initialize();
  const theirs = module_.getSlots(0).open(graphene.SessionFlag.SERIAL_SESSION | graphene.SessionFlag.RW_SESSION);
  theirs.login(PIN);
  const pair = theirs.generateKeyPair(graphene.KeyGenMechanism.EC,
    { token: false, verify: true, paramsECDSA: graphene.NamedCurve.getByName('secp256r1').value },
    { token: false, private: true, sign: true });
  const prehashed = new Mechanism('ecdsa', { encoding: 'raw' });
  // graphene-pk11 has no promises: its calls are made one after the other, whatever waits.
  const [others, ours, promised] = await inTurns(
    () => sync(() => theirs.createSign('ECDSA', pair.privateKey).once(DIGEST)),
    () => sync(() => privateKey.signSync(DIGEST, prehashed)),
    async () => (await flight(() => privateKey.sign(DIGEST, prehashed), 64)).rate,
  );
  const times = (all) => median(others.map((of, turn) => all[turn] / of)).toFixed(1);
  console.log(`P-256 sign of a digest:    graphene-pk11 on SoftHSM2 ${median(others).toFixed(0)}/s; strongroom at once (signSync) ${median(ours).toFixed(0)}/s, ${times(ours)} times; with promises (sign), 64 in flight, ${median(promised).toFixed(0)}/s, ${times(promised)} times`);
  theirs.close();
  module_.finalize();
  await hsm.close();
})();
