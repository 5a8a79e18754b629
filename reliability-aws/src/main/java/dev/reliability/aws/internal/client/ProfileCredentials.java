package dev.reliability.aws.internal.client;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials of a profile, with words of ours where there are none; what its program printed is nobody's business. */
final class ProfileCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    private final ProfileCredentialsProvider provider;
    private final ProfileFile files;
    private final String profile;

    ProfileCredentials(ProfileCredentialsProvider provider, ProfileFile files, String profile) {
        this.provider = provider;
        this.files = files;
        this.profile = profile;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return provider.resolveCredentials();
        } catch (SdkClientException | IllegalStateException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            boolean program = files.profile(profile)
                    .flatMap(one -> one.property(ProfileProperty.CREDENTIAL_PROCESS))
                    .isPresent();
            if (program) {
                throw new NoAccess(
                        "there are no credentials for AWS: the credential_process of profile \"" + profile
                                + "\" failed; run it by hand to see why",
                        e);
            }
            if (String.valueOf(e.getMessage()).contains("contained no credentials")) {
                throw new NoAccess("there are no credentials for AWS in profile \"" + profile + "\"", e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        provider.close();
    }
}
