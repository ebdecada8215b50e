/** A container group as a client asks for it, as far as the emulator looks at it. */
export interface GroupBody {
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly identity?: object;
  readonly properties?: {
    readonly containers?: readonly ContainerBody[];
    readonly osType?: string;
    readonly restartPolicy?: string;
    readonly imageRegistryCredentials?: readonly object[];
    readonly [field: string]: unknown;
  };
}

export interface ContainerBody {
  readonly name: string;
  readonly properties: {
    readonly image: string;
    readonly command?: readonly string[];
    readonly environmentVariables?: readonly EnvironmentVariable[];
    readonly resources?: { readonly requests?: { readonly cpu?: number; readonly memoryInGB?: number } };
  };
}

interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly secureValue?: string;
}
