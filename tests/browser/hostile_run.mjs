// Run directories whose every text tries to be more than text.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TEXTS = [
  '</script><script>globalThis.isHacked = 1</script>',
  '<img src=x onerror="globalThis.isHacked = 1">',
  '<!-- <script> -->',
  '"><svg onload=globalThis.isHacked=1>',
  "javascript:globalThis.isHacked=1//'",
  '{{constructor.constructor("globalThis.isHacked=1")()}}',
  '__proto__',
  'W'.repeat(20000),
  '\u202egnp.exe \u0000\u001b[31m </style><style>*{display:none}</style>',
];

function trial(text, i) {
  return { image_index: i, image_name: `${text}${i}`, image_path: text, task: `${text}${i % 2}`, task_purpose: text,
    task_prompt: text, latency_ms: 100 + i, prompt_tokens: 9, response_tokens_est: 9, output_text: `${text}\n${text}`,
    error: i === 2 ? text : null, error_kind: i === 2 ? text : undefined, finish_reason: text, token_counter: text,
    sys_after: { ram_used_mb: 900 }, power_stats: { power_watts_avg: 5, energy_joules_est: 1 }, timestamp: text };
}

// Writes one run for each text and returns the names of their roots below `folder`.
export function writeHostileRuns(folder) {
  return TEXTS.map((text, k) => {
    const root = `hostile_${k}`, place = join(folder, root, 'model', `<b onclick=alert(1)>${k}`);
    mkdirSync(place, { recursive: true });
    const meta = Object.fromEntries(['model_key', 'model_id', 'run_group', 'host', 'device', 'device_name', 'dtype',
      'torch_version', 'suite', 'manifest', 'engine', 'engine_version', 'power_monitoring_method', 'load_pattern',
      'suite_version', 'model_revision', 'image_set_sha256', 'telemetry_began'].map(key => [key, text]));
    const facts = { [text]: text, note: text };
    writeFileSync(join(place, 'run_meta.json'), JSON.stringify({ ...meta, timestamp: '2026-01-01T00:00:00',
      max_new_tokens: 8, machine: facts, engine_facts: facts, device_state_before: facts }));
    writeFileSync(join(place, 'summary.json'), JSON.stringify({ total_elapsed_seconds: 9, total_runs: 6,
      num_images: 6, device_state_after: facts }));
    writeFileSync(join(place, 'runs.jsonl'), Array.from({ length: 6 }, (_, i) => JSON.stringify(trial(text, i)) + '\n').join(''));
    return root;
  });
}
