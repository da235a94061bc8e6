import { describe, expect, test, vi } from 'vitest';
import { AxClient, type InvalidInputError } from '../../src/ax/index.js';
import { baseUrlProblems, splitBaseUrl } from '../../src/ax/http/options.js';
import { isTooDeep } from '../../src/ax/http/parse-json.js';

describe('a base URL', () => {
  test.each([
    'https://api.arize.com',
    'https://ax.example:8443/gateway',
    'http://localhost:1',
    'http://sim.localhost:1',
    'http://127.0.0.1:1',
    'http://127.8.9.1',
    'http://[::1]:1/x/',
  ])('%s can be used', (url) => {
    expect(baseUrlProblems(url)).toEqual([]);
  });

  test.each([
    ['', /full http or https URL/],
    ['api.arize.com', /full http or https URL/],
    ['ftp://api.arize.com', /full http or https URL/],
    ['http://api.arize.com', /must use https/],
    ['http://127.0.0.1.evil.example', /must use https/],
    ['http://localhost.evil.example', /must use https/],
    ['http://0.0.0.0:1', /must use https/],
    ['https://user:secret@api.arize.com', /must not contain a user/],
    ['https://user@api.arize.com', /must not contain a user/],
    ['https://api.arize.com?x=1', /query or fragment/],
    ['https://api.arize.com/#', /query or fragment/],
    ['https://169.254.169.254', /not an Arize service/],
    ['https://2852039166', /not an Arize service/],
    ['https://[fe80::1]', /not an Arize service/],
    ['https://[::ffff:169.254.169.254]', /not an Arize service/],
    ['https://metadata.google.internal', /not an Arize service/],
    ['https://api.arize.com/v2', /must not include \/v2/],
    ['https://api.arize.com/v2/', /must not include \/v2/],
  ])('%j is refused', (url, problem) => {
    expect(baseUrlProblems(url).join('\n')).toMatch(problem);
    expect(baseUrlProblems(url).join('\n')).not.toContain('secret');
  });

  test.each([
    ['https://api.arize.com', { origin: 'https://api.arize.com', prefix: '' }],
    ['https://api.arize.com//', { origin: 'https://api.arize.com', prefix: '' }],
    ['https://h:1/a/b/', { origin: 'https://h:1', prefix: '/a/b' }],
  ])('%s is split', (url, parts) => {
    expect(splitBaseUrl(url)).toEqual(parts);
  });
});

test('a client is refused with everything that is wrong about it', () => {
  const make = () =>
    new AxClient({
      baseUrl: 'http://api.arize.com',
      apiKey: '',
      limits: { connectMs: 0, headersMs: Number.NaN },
      proxyUrl: 'socks5://user:secret@p',
    });
  expect(make).toThrow(expect.objectContaining({ name: 'InvalidInputError' }) as InvalidInputError);
  try {
    make();
  } catch (error) {
    expect((error as InvalidInputError).problems).toHaveLength(5);
    expect((error as Error).message).not.toContain('secret');
  }
});

describe('the pre-release warning', () => {
  const fresh = async () => {
    vi.resetModules();
    return (await import('../../src/ax/index.js')).AxClient;
  };
  const options = { baseUrl: 'http://localhost:1', apiKey: 'k' };

  test('comes once in a process', async () => {
    const Client = await fresh();
    const onWarning = vi.fn();
    for (let turn = 0; turn < 3; turn += 1) await new Client({ ...options, onWarning }).close();
    expect(onWarning.mock.calls).toEqual([[expect.stringContaining('pre-release')]]);
  });

  test('can be switched off', async () => {
    const Client = await fresh();
    const onWarning = vi.fn();
    await new Client({ ...options, onWarning, preReleaseWarning: false }).close();
    expect(onWarning).not.toHaveBeenCalled();
  });
});

describe('nesting', () => {
  test.each([
    ['[['.repeat(50) + ']]'.repeat(50), false],
    ['['.repeat(101), true],
    [`{"a":"${'['.repeat(500)}"}`, false],
    [`{"a\\"${'['.repeat(500)}":1}`, false],
    [`{"a":"\\\\"}${'['.repeat(101)}`, true],
    ['[]'.repeat(1000), false],
  ])('%# is judged without strings', (text, tooDeep) => {
    expect(isTooDeep(text)).toBe(tooDeep);
  });
});
